using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace AspNetCoreApp;

/// <summary>The app's own way to sign in, which knows no password: whoever says a name gets a cookie.</summary>
internal static class SignIn
{
    public static void MapSignIn(this WebApplication app)
    {
        app.MapPost("/sign-in", static async (HttpContext context) =>
        {
            IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
            if (form["name"].ToString() is not { Length: > 0 and <= 40 } name)
            {
                return Results.BadRequest("A name has 1 to 40 characters.\n");
            }

            var identity = new ClaimsIdentity(
                [new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
            return Results.Redirect("/");
        });
        app.MapPost("/sign-out", static async (HttpContext context) =>
        {
            await context.SignOutAsync();
            return Results.Redirect("/");
        });
    }
}
