using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Pipeline.Core.Documents;
using Pipeline.Models.Predictions;

namespace Pipeline.Serving.Requests;

/// <summary>What a client gets instead of an answer, as RFC 9457 has it, with each problem of its own.</summary>
internal static class ProblemResponse
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext http, int status, string title, params IReadOnlyList<FieldProblem> problems)
    {
        var detail = problems.Count == 0 ? title : problems[0].Message;
        var shown = problems.Count == 0
            ? null
            : problems.Select(problem => new Shown(problem.Row, problem.Field, problem.Message, problem.Hint)).ToList();
        var bytes = CompactJson.Of(new Body(title, status, detail, shown));
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private sealed record Body(string Title, int Status, string Detail, IReadOnlyList<Shown>? Problems);

    private sealed record Shown(int? Row, string? Field, string Message, string? Hint);
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Row">Counted from 0 in a list of rows; null for a single one.</param>
/// <param name="Field">As the request, or the model, names it.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record FieldProblem(int? Row, string? Field, string Message, string? Hint = null)
{
    /// <summary>For the log, which has no words of requests; the answer has words.</summary>
    public required RefusalReason Reason { get; init; }
}

/// <summary>How responses are spelled: as documents are, on one line.</summary>
internal static class CompactJson
{
    private static readonly JsonSerializerOptions Options = new(DocumentJson.Options) { WriteIndented = false };

    public static byte[] Of<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}
