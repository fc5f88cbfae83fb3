using Pipeline.Core.Documents;
using Pipeline.Environments;
using Pipeline.Gateway.Answers;
using Pipeline.Gateway.State;

namespace Pipeline.Gateway.Admin;

/// <summary>
/// Takes questions and changes over HTTP from whoever has the token. Refusals are 409 with their sentence, as RFC 9457 has it.
/// </summary>
internal sealed class AdminApi(EnvironmentKeeper keeper, GatewayDocument gateway)
{
    private const int MostEvents = 1000;
    private const long MostBytes = 1 << 20;

    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/status") => StatusAsync(context),
        ("POST", "/lease") => AnswerAsync<LeaseRequest, Lease>(context, keeper.AcquireAsync),
        ("PUT", "/lease") => AnswerAsync<LeaseToken, Lease>(context, (x, token) => keeper.RenewAsync(x.Token, token)),
        ("DELETE", "/lease") => AnswerAsync<LeaseToken, Lease>(context, (x, token) => keeper.ReleaseAsync(x.Token, token)),
        ("POST", "/changes") => AnswerAsync<ChangeRequest, EnvironmentDocument>(context, keeper.ChangeAsync),
        ("PUT", "/report") => AnswerAsync<ReportRequest, ReportRequest>(context, keeper.ReportAsync),
        _ => RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such question."),
    };

    private async Task StatusAsync(HttpContext context)
    {
        var asked = int.TryParse(context.Request.Query["events"], out var count) ? count : 0;
        var status = await keeper.StatusAsync(Math.Clamp(asked, 0, MostEvents), context.RequestAborted);
        await WriteAsync(context, status with { Gateway = gateway });
    }

    /// <summary>Once read, a request is carried out, whether or not the one who asked still waits.</summary>
    private static async Task AnswerAsync<TRequest, TAnswer>(
        HttpContext context, Func<TRequest, CancellationToken, Task<Reply<TAnswer>>> ask)
        where TRequest : class
        where TAnswer : class
    {
        if (context.Request.ContentLength is null or > MostBytes)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, "A request has a length of at most 1 MiB.");
            return;
        }

        if (await ReadAsync<TRequest>(context) is not { } request)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"The body is not a {typeof(TRequest).Name}.");
            return;
        }

        var reply = await ask(request, CancellationToken.None);
        await (reply.Refusal is { } refusal
            ? RefuseAsync(context, StatusCodes.Status409Conflict, refusal)
            : WriteAsync(context, reply.Value!));
    }

    private static async Task<T?> ReadAsync<T>(HttpContext context)
        where T : class
    {
        try
        {
            return await context.Request.ReadFromJsonAsync<T>(DocumentJson.Options, context.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string message) =>
        RefuseAsync(context, status, new Refusal(RefusalKind.NotPossible, message));

    private static Task RefuseAsync(HttpContext context, int status, Refusal refusal) =>
        new Problem(status, refusal.Message) { Kind = refusal.Kind }.WriteAsync(context);

    private static Task WriteAsync<T>(HttpContext context, T value) =>
        context.Response.WriteAsJsonAsync(value, DocumentJson.Options, context.RequestAborted);
}
