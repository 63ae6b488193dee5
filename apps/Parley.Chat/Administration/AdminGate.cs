namespace Parley.Chat;

/// <summary>Lets administrators through, and nobody else.</summary>
internal sealed class AdminGate(RequestDelegate next)
{
    private static readonly PathString _area = "/api/admin";
    private static readonly PathString _signIn = "/api/admin/signin";

    public Task InvokeAsync(HttpContext context)
    {
        bool isFree = !context.Request.Path.StartsWithSegments(_area, StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.Equals(_signIn, StringComparison.OrdinalIgnoreCase)
            || Visitor.Of(context).IsAdmin;
        return isFree
            ? next(context)
            : Answers.RefuseAsync(context, 403, "forbidden", "This is for administrators: sign in with the secret that the server has printed.");
    }
}
