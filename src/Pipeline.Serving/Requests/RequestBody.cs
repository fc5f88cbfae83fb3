using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Pipeline.Serving.Requests;

/// <summary>The body of a request in one rented piece of memory.</summary>
internal readonly struct RequestBody(byte[] buffer, int length) : IDisposable
{
    public const string Damaged = "The body is not packed as its Content-Encoding says.";

    private const int FirstBytes = 4096;

    public ReadOnlySpan<byte> Utf8 => buffer.AsSpan(0, length);

    /// <exception cref="BadHttpRequestException">It is too large, does not arrive, or is not packed as it says.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        var expected = (int)Math.Min(request.ContentLength + 1 ?? FirstBytes, most + 1L);
        var (buffer, length) = (ArrayPool<byte>.Shared.Rent(expected), 0);
        try
        {
            while (await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                length += count;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            return new RequestBody(buffer, length);
        }
        catch (Exception exception)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            // What streams that unpack throw at bytes that are not packed so; Brotli's has its own.
            if (exception is InvalidDataException or InvalidOperationException)
                throw new BadHttpRequestException(Damaged, exception);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
