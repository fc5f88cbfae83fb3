using Microsoft.AspNetCore.Http;

namespace Pipeline.Serving.Requests;

/// <summary>What a client gets instead of an answer, as RFC 9457 has it, with each problem of its own.</summary>
internal static class ProblemResponse
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext http, int status, string title, params IReadOnlyList<FieldProblem> problems)
    {
        var detail = problems.Count == 0 ? title : problems[0].Message;
        var shown = problems.Count == 0 ? null : problems;
        var bytes = CompactJson.Of(new Body(title, status, detail, shown));
        http.Response.StatusCode = status;
        http.Response.ContentType = ContentType;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    private sealed record Body(string Title, int Status, string Detail, IReadOnlyList<FieldProblem>? Problems);
}
