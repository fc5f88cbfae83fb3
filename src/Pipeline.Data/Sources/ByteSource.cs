using System.Security.Cryptography;
using Pipeline.Core.Identity;

namespace Pipeline.Data.Sources;

/// <summary>The bytes of a file in order, unpacked where it is a gzip archive. The digest is of the archive itself.</summary>
internal sealed class ByteSource : IDisposable
{
    private const int DrainBytes = 64 << 10;

    private readonly RawBytes _raw;
    private readonly GzipText? _unpacked;

    private ByteSource(RawBytes raw) => (_raw, _unpacked) = (raw, raw.IsGzip() ? new GzipText(raw) : null);

    /// <summary>How many bytes of the file were read so far.</summary>
    public long Size => _raw.Count;

    /// <summary>After a failure to read: the archive itself is whole, and something follows it.</summary>
    public bool IsFollowed => _unpacked?.IsFollowed == true;

    /// <param name="stream">From its beginning; owned from now on.</param>
    /// <param name="isHashed">Whether <see cref="Finish"/> will be asked for the digest.</param>
    public static ByteSource Open(Stream stream, bool isHashed = true) => new(new RawBytes(stream, isHashed));

    /// <returns>How many bytes were read; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The archive is damaged or ends early.</exception>
    public int Read(Span<byte> buffer) => _unpacked?.Read(buffer) ?? _raw.Read(buffer);

    /// <summary>Reads to the end of the file; to be asked once.</summary>
    public Digest Finish()
    {
        Span<byte> rest = new byte[DrainBytes];
        while (_raw.Read(rest) > 0)
        {
        }

        return _raw.Digest();
    }

    public void Dispose()
    {
        _unpacked?.Dispose();
        _raw.Dispose();
    }

    /// <summary>Counts and digests what passes.</summary>
    private sealed class RawBytes(Stream stream, bool isHashed) : ForwardStream
    {
        private const int MagicLength = 2;

        private readonly IncrementalHash? _hash = isHashed ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        private readonly byte[] _start = new byte[MagicLength];
        private int _startLength;
        private int _startRead;

        public long Count { get; private set; }

        public bool IsGzip()
        {
            _startLength = stream.ReadAtLeast(_start, MagicLength, throwOnEndOfStream: false);
            return _start is [0x1F, 0x8B];
        }

        public Digest Digest() => Core.Identity.Digest.Parse("sha256:" + Convert.ToHexStringLower(_hash!.GetHashAndReset()));

        public override int Read(Span<byte> buffer)
        {
            var read = _startRead < _startLength ? ReadStart(buffer) : stream.Read(buffer);
            _hash?.AppendData(buffer[..read]);
            Count += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            _hash?.Dispose();
            stream.Dispose();
            base.Dispose(disposing);
        }

        private int ReadStart(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _startLength - _startRead);
            _start.AsSpan(_startRead, count).CopyTo(buffer);
            _startRead += count;
            return count;
        }
    }
}
