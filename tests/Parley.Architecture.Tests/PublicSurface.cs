using System.Reflection;
using System.Text;

namespace Parley.Architecture.Tests;

/// <summary>Writes down what an assembly shows to its users: a line for each type and each member.</summary>
internal static class PublicSurface
{
    private const BindingFlags Members =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().Where(static type => !IsGenerated(type)).OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(TypeHeading(type)).Append('\n');
            foreach (string line in type.GetMembers(Members).Select(Describe).OfType<string>().Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string TypeHeading(Type type)
    {
        string kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"{kind} {TypeNames.Of(type)}";
    }

    private static string? Describe(MemberInfo member) => member switch
    {
        FieldInfo field when IsVisible(field.Attributes) => field.IsLiteral
            ? $"{field.Name} = {field.GetRawConstantValue()}"
            : $"{TypeNames.Of(field.FieldType)} {field.Name}",
        PropertyInfo property => DescribeProperty(property),
        ConstructorInfo constructor when IsVisible(constructor) => $"new({Parameters(constructor)})",
        MethodInfo method when IsVisible(method) && !method.IsSpecialName && !IsRecordMember(method) =>
            $"{Modifiers(method)}{TypeNames.Of(method.ReturnType)} {method.Name}{GenericParameters(method)}({Parameters(method)})",
        _ => null,
    };

    private static string? DescribeProperty(PropertyInfo property)
    {
        bool canGet = property.GetMethod is { } get && IsVisible(get);
        bool canSet = property.SetMethod is { } set && IsVisible(set);
        if ((!canGet && !canSet) || property.Name == "EqualityContract")
        {
            return null;
        }

        string setter = !canSet ? "" : IsInit(property.SetMethod!) ? " init;" : " set;";
        string modifiers = Modifiers(property.GetMethod ?? property.SetMethod!);
        string index = string.Join(", ", property.GetIndexParameters().Select(static parameter => TypeNames.Of(parameter.ParameterType)));
        string name = index.Length > 0 ? $"this[{index}]" : property.Name;
        return $"{modifiers}{TypeNames.Of(property.PropertyType)} {name} {{{(canGet ? " get;" : "")}{setter} }}";
    }

    private static string Modifiers(MethodBase method)
    {
        string access = method.IsPublic ? "" : "protected ";
        string kind = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true, DeclaringType.IsInterface: false } => "abstract ",
            { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false } => "virtual ",
            _ => "",
        };
        return access + kind;
    }

    private static string GenericParameters(MethodInfo method) => method.IsGenericMethod
        ? $"<{string.Join(", ", method.GetGenericArguments().Select(static type => type.Name))}>"
        : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{TypeNames.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}"));

    private static string Default(ParameterInfo parameter) => parameter.RawDefaultValue switch
    {
        null => "default",
        string value => $"\"{value}\"",
        var value => value.ToString()!,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldAttributes attributes) => (attributes & FieldAttributes.FieldAccessMask)
        is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem
        && !attributes.HasFlag(FieldAttributes.SpecialName);

    private static bool IsInit(MethodInfo set) => set.ReturnParameter.GetRequiredCustomModifiers()
        .Any(static type => type.Name == "IsExternalInit");

    private static bool IsGenerated(Type type) => type.FullName!.Contains('<', StringComparison.Ordinal);

    // What the compiler adds to every record says nothing about it.
    private static bool IsRecordMember(MethodInfo method) => method.Name
        is "Equals" or "GetHashCode" or "PrintMembers" or "<Clone>$" or "Deconstruct" or "ToString";
}
