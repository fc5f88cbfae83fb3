using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Archives;

/// <summary>Reads what <see cref="ModelWriter"/> wrote, and allocates no more than the part has bytes for.</summary>
internal sealed class ModelReader(byte[] bytes) : IDisposable
{
    private readonly BinaryReader _reader = new(new MemoryStream(bytes, writable: false), new UTF8Encoding(false, true));

    public int ReadInt32() => _reader.ReadInt32();

    public double ReadDouble()
    {
        var value = _reader.ReadDouble();
        return double.IsFinite(value) ? value : throw new FormatException("A number is not finite.");
    }

    public string ReadString() => _reader.ReadString();

    public string[] ReadStrings()
    {
        var values = new string[ReadCount(1)];
        for (var i = 0; i < values.Length; i++)
            values[i] = ReadString();
        return values;
    }

    public T[] ReadArray<T>()
        where T : unmanaged
    {
        var values = new T[ReadCount(Unsafe.SizeOf<T>())];
        _reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A part that has more to say than was read is not what it seems.</summary>
    public void End()
    {
        if (_reader.BaseStream.Position != bytes.Length)
            throw new FormatException("There is more than was expected.");
    }

    public void Dispose() => _reader.Dispose();

    private int ReadCount(int size)
    {
        var count = ReadInt32();
        var left = bytes.Length - _reader.BaseStream.Position;
        return count >= 0 && (long)count * size <= left ? count : throw new FormatException("A count is out of range.");
    }
}
