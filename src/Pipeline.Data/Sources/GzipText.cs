using System.IO.Compression;

namespace Pipeline.Data.Sources;

/// <summary>
/// The text of a gzip archive, which must be there in full. <see cref="GZipStream"/> ends in silence where an archive is cut off;
/// so a member of our own follows the archive, and what is unpacked must end with its text.
/// </summary>
internal sealed class GzipText : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private static readonly byte[] Mark = [.. "the archive was read to its end\n"u8];
    private static readonly byte[] PackedMark = Pack();

    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public GzipText(Stream packed) => _gzip = new GZipStream(new Followed(packed), CompressionMode.Decompress);

    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or ends early.</exception>
    public int Read(Span<byte> buffer)
    {
        while (!_isAtEnd && _end - _start <= Mark.Length)
            Refill();
        var count = Math.Min(buffer.Length, _end - _start - (_isAtEnd ? 0 : Mark.Length));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    public void Dispose() => _gzip.Dispose();

    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Mark);
        return packed.ToArray();
    }

    /// <summary>What may be the mark is held back until more is there.</summary>
    private void Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = _gzip.Read(_buffer.AsSpan(_end));
        _end += read;
        if (read > 0)
            return;
        if (!_buffer.AsSpan(0, _end).EndsWith(Mark))
            throw new InvalidDataException("The archive ends early.");
        (_end, _isAtEnd) = (_end - Mark.Length, true);
    }

    /// <summary>The archive, and our member behind it.</summary>
    private sealed class Followed(Stream packed) : ForwardStream
    {
        private int _marked;

        public override int Read(Span<byte> buffer)
        {
            var read = packed.Read(buffer);
            if (read > 0 || buffer.Length == 0)
                return read;
            read = Math.Min(buffer.Length, PackedMark.Length - _marked);
            PackedMark.AsSpan(_marked, read).CopyTo(buffer);
            _marked += read;
            return read;
        }
    }
}
