using System.IO.Compression;

namespace Pipeline.Data.Sources;

/// <summary>
/// The text of a gzip archive, which must be there in full. <see cref="GZipStream"/> ends in silence where an archive is cut off;
/// so a member of our own follows the archive, and what is unpacked from then on must be the text of that member.
/// </summary>
internal sealed class GzipText : IDisposable
{
    private static readonly byte[] Mark = [.. "the archive was read to its end\n"u8];
    private static readonly byte[] PackedMark = Pack();

    private readonly Followed _packed;
    private readonly GZipStream _text;
    private bool _isAtEnd;

    public GzipText(Stream packed)
    {
        _packed = new Followed(packed);
        _text = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or ends early.</exception>
    public int Read(Span<byte> buffer)
    {
        var read = _isAtEnd ? 0 : _text.Read(buffer);
        if (_isAtEnd || (read > 0 && !_packed.IsOver))
            return read;
        Span<byte> last = stackalloc byte[Mark.Length + 1];
        var known = buffer[..Math.Min(read, last.Length)];
        known.CopyTo(last);
        var rest = last[known.Length..];
        var length = known.Length + _text.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        if (!last[..length].SequenceEqual(Mark))
            throw new InvalidDataException("The archive ends early.");
        _isAtEnd = true;
        return 0;
    }

    public void Dispose() => _text.Dispose();

    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Mark);
        return packed.ToArray();
    }

    /// <summary>The archive, and our member behind it.</summary>
    private sealed class Followed(Stream packed) : ForwardStream
    {
        private int _marked;

        /// <summary>Bytes of our member were read.</summary>
        public bool IsOver => _marked > 0;

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
