using Microsoft.EntityFrameworkCore;

namespace AspNetCoreApp.Data;

/// <summary>The app's database. A scoped service: every request has one of its own, and so has every connection.</summary>
internal sealed class NotesContext(DbContextOptions<NotesContext> options) : DbContext(options)
{
    public DbSet<Note> Notes => Set<Note>();

    public DbSet<Visit> Visits => Set<Visit>();
}
