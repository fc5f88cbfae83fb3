namespace Pipeline.Models.Predictions;

/// <summary>
/// Lines of a file that may still be written to: what follows the last line break is not a line yet. A line that is too long
/// comes out cut, and is no entry then.
/// </summary>
internal sealed class LineReader(Stream stream, int longest)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Of the line that was read last, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Valid until the next call; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        for (var searched = _start; ;)
        {
            var found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0 || _end - _start >= longest)
                return Take(found >= 0 ? searched + found : _end);
            searched = _end;
            if (_end == _buffer.Length)
                searched -= MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
                return null;
            _end += count;
        }
    }

    private ReadOnlyMemory<byte> Take(int end)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        _start = Math.Min(end + 1, _end);
        Number++;
        return line;
    }

    /// <returns>How far what is left has moved towards the beginning.</returns>
    private int MakeRoom()
    {
        var (moved, rest) = (_start, _end - _start);
        var target = rest > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, rest).CopyTo(target);
        (_buffer, _start, _end) = (target, 0, rest);
        return moved;
    }
}
