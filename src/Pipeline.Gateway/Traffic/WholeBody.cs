using Pipeline.Gateway.Answers;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// Reads a request to its end before any revision is asked, so that what its caller does wrong (too large, broken off, not
/// HTTP) never meets a revision and never counts against one, and so that every request can be put to another revision.
/// </summary>
internal static class WholeBody
{
    private const int FirstPiece = 16 << 10;

    /// <summary>Null when the request is whole, or what its caller is told.</summary>
    /// <param name="context">Its request's body is replaced by one that can be read again.</param>
    /// <param name="most">In bytes.</param>
    public static async ValueTask<Problem?> ReadAsync(HttpContext context, int most)
    {
        var request = context.Request;
        if (request.ContentLength is 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0))
            return null;
        if (request.ContentLength > most)
            return TooLarge(most);
        try
        {
            var body = request.ContentLength is { } length
                ? await ReadExactlyAsync(context, (int)length)
                : await ReadToEndAsync(context, most);
            if (body is null)
                return TooLarge(most);
            request.Body = body;
            return null;
        }
        catch (BadHttpRequestException exception)
        {
            return new Problem(exception.StatusCode, "The request did not arrive as HTTP has it.");
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return new Problem(StatusCodes.Status400BadRequest, "The request broke off.");
        }
    }

    private static async ValueTask<MemoryStream> ReadExactlyAsync(HttpContext context, int length)
    {
        var bytes = new byte[length];
        await context.Request.Body.ReadExactlyAsync(bytes, context.RequestAborted);
        return new MemoryStream(bytes, writable: false);
    }

    private static async ValueTask<MemoryStream?> ReadToEndAsync(HttpContext context, int most)
    {
        var (bytes, count) = (new byte[FirstPiece], 0);
        while (await context.Request.Body.ReadAsync(bytes.AsMemory(count), context.RequestAborted) is var read and > 0)
        {
            count += read;
            if (count > most)
                return null;
            if (count == bytes.Length)
                Array.Resize(ref bytes, bytes.Length * 2);
        }

        return new MemoryStream(bytes, 0, count, writable: false);
    }

    private static Problem TooLarge(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, $"A request has at most {most} bytes.");
}
