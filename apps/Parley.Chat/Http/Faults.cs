namespace Parley.Chat;

/// <summary>Answers with a sentence where something can't be read or kept.</summary>
internal sealed class Faults(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (StorageException exception) when (!context.Response.HasStarted)
        {
            await (exception.IsFull
                ? Answers.RefuseAsync(context, StatusCodes.Status507InsufficientStorage, "full", exception.Message)
                : Answers.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "unavailable", exception.Message));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
    }
}
