using AspNetCoreApp;
using AspNetCoreApp.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
builder.Services.AddAuthorization();
builder.Services.AddDbContext<NotesContext>(options =>
    options.UseSqlite(builder.Configuration.GetConnectionString("Notes")));
builder.Services.AddHostedService<Announcer>();

// What this app needed for its WebSockets, besides the lines that map them below.
builder.Services.AddParley();
builder.Services.AddHealthChecks().AddParley();

// "Engine": connections live on Parley's loops, and a WebSocket costs hardly more than on a server of Parley's own.
if (builder.Configuration["Transport"] == "Engine")
{
    builder.WebHost.UseParleyEngine();
}

await using WebApplication app = builder.Build();
await using (AsyncServiceScope scope = app.Services.CreateAsyncScope())
{
    await scope.ServiceProvider.GetRequiredService<NotesContext>().Database.EnsureCreatedAsync();
}

app.UseDefaultFiles();
app.UseStaticFiles();
app.UseAuthentication();
app.UseAuthorization();
app.MapSignIn();
app.MapGet("/visits", static (NotesContext notes) => notes.Visits.OrderBy(static visit => visit.Id).ToListAsync())
    .RequireAuthorization();
app.MapHealthChecks("/health");
app.MapConsumer<BoardConsumer>("/boards/{board}/").RequireAuthorization();
app.Run();
