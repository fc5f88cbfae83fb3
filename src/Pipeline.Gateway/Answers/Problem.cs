using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Pipeline.Environments;

namespace Pipeline.Gateway.Answers;

/// <summary>What the gateway itself has to say instead of an answer, as RFC 9457 has it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record Problem(int Status, string Detail)
{
    public const string ContentType = "application/problem+json";

    /// <summary>The status in words, as "about:blank", the default type, asks for.</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>For programs that change the environment; left out elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefusalKind? Kind { get; init; }

    /// <summary>The detail once more, as a <see cref="Refusal"/> calls it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message => Kind is null ? null : Detail;

    /// <summary>To a client that still listens and was told nothing else.</summary>
    public Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;
        context.Response.StatusCode = Status;
        if (Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(
            this, Pipeline.Core.Documents.DocumentJson.Options, ContentType, context.RequestAborted);
    }
}
