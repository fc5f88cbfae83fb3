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

    /// <summary>A checksum and a length.</summary>
    private const int MostZerosOfAnArchive = 8;

    private readonly Followed _packed;
    private readonly GZipStream _text;
    private bool _isAtEnd;

    public GzipText(Stream packed)
    {
        _packed = new Followed(packed);
        _text = new GZipStream(_packed, CompressionMode.Decompress);
    }

    /// <summary>After a failure to read: the archive itself is whole, and something follows it that is no archive.</summary>
    public bool IsFollowed { get; private set; }

    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged, ends early, or is followed by something.</exception>
    public int Read(Span<byte> buffer)
    {
        try
        {
            return Unpack(buffer);
        }
        catch (InvalidDataException)
        {
            // Whoever finished the text without asking for what follows the file has met something else behind the archive. Zeros
            // at a page's edge are read on as another archive; no text packs to so many of them.
            IsFollowed = !_packed.IsOver || _packed.CountZerosAtEnd() > MostZerosOfAnArchive;
            throw;
        }
    }

    private int Unpack(Span<byte> buffer)
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
        private long _zeros;

        /// <summary>Bytes of our member were read.</summary>
        public bool IsOver => _marked > 0;

        /// <summary>Of the file, which is read to its end for that.</summary>
        public long CountZerosAtEnd()
        {
            Span<byte> rest = new byte[1 << 16];
            while (!IsOver && Read(rest) > 0)
            {
            }

            return _zeros;
        }

        public override int Read(Span<byte> buffer)
        {
            var read = packed.Read(buffer);
            var last = buffer[..read].LastIndexOfAnyExcept((byte)0);
            _zeros = last < 0 ? _zeros + read : read - last - 1;
            if (read > 0 || buffer.Length == 0)
                return read;
            read = Math.Min(buffer.Length, PackedMark.Length - _marked);
            PackedMark.AsSpan(_marked, read).CopyTo(buffer);
            _marked += read;
            return read;
        }
    }
}

/// <summary>A stream that is read once, from its beginning to its end.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
