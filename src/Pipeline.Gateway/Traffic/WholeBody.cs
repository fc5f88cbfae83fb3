using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Pipeline.Gateway.Answers;

namespace Pipeline.Gateway.Traffic;

/// <summary>
/// A request's body, read to its end before any revision is asked, so that what its caller does wrong (too large, broken off, not
/// HTTP) never meets a revision and never counts against one, and so that every request can be put to another revision.
/// </summary>
internal sealed class WholeBody
{
    private const int FirstPiece = 16 << 10;

    private byte[] _bytes;

    private WholeBody(byte[] bytes, int length)
    {
        _bytes = bytes;
        Length = length;
    }

    /// <summary>Of a request that has none.</summary>
    public static WholeBody Empty { get; } = new([], 0);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Somebody may still read it, as when a server answers before it has read it: it is not given back.</summary>
    public bool IsShared { get; set; }

    /// <summary>What the client is told instead, where the request is not whole.</summary>
    /// <param name="context">Whose body is read.</param>
    /// <param name="most">In bytes.</param>
    public static ValueTask<(WholeBody Body, Problem? Problem)> ReadAsync(HttpContext context, int most)
    {
        var length = context.Request.ContentLength;
        if (length is 0 || (length is null && !MayHaveBody(context)))
            return ValueTask.FromResult<(WholeBody, Problem?)>((Empty, null));
        if (length > most)
            return ValueTask.FromResult<(WholeBody, Problem?)>((Empty, TooLarge(most)));
        return ReadAsync(context, (int?)length, most);
    }

    /// <summary>Nobody reads it any more.</summary>
    public void Release()
    {
        if (!IsShared && _bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _bytes, []));
        Length = 0;
    }

    private static bool MayHaveBody(HttpContext context) =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static async ValueTask<(WholeBody Body, Problem? Problem)> ReadAsync(HttpContext context, int? length, int most)
    {
        var body = new WholeBody(ArrayPool<byte>.Shared.Rent(length ?? FirstPiece), length ?? 0);
        try
        {
            if (length is not null)
                await context.Request.Body.ReadExactlyAsync(body._bytes.AsMemory(0, body.Length));
            else if (!await body.TryReadToEndAsync(context.Request.Body, most))
                return (Empty, TooLarge(most));
            return (body, null);
        }
        catch (BadHttpRequestException exception)
        {
            return (Empty, new Problem(exception.StatusCode, "The request did not arrive as HTTP has it."));
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return (Empty, new Problem(StatusCodes.Status400BadRequest, "The request broke off."));
        }
    }

    private async ValueTask<bool> TryReadToEndAsync(Stream stream, int most)
    {
        while (await stream.ReadAsync(_bytes.AsMemory(Length)) is var read and > 0)
        {
            Length += read;
            if (Length > most)
                return false;
            if (Length < _bytes.Length)
                continue;
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            _bytes.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return true;
    }

    private static Problem TooLarge(int most) =>
        new(StatusCodes.Status413PayloadTooLarge, $"A request has at most {most} bytes.");
}
