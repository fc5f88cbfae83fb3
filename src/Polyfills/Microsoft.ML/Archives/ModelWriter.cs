using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.Archives;

/// <summary>A part of a saved model: little-endian numbers, texts in UTF-8 after their length.</summary>
internal sealed class ModelWriter : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;

    public ModelWriter() => _writer = new BinaryWriter(_bytes, new UTF8Encoding(false, true));

    public void Write(int value) => _writer.Write(value);

    public void Write(double value) => _writer.Write(value);

    public void Write(string value) => _writer.Write(value);

    public void Write(IReadOnlyCollection<string> values)
    {
        Write(values.Count);
        foreach (var value in values)
            Write(value);
    }

    public void Write<T>(T[] values)
        where T : unmanaged
    {
        Write(values.Length);
        _writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    public void Dispose() => _writer.Dispose();

    public byte[] ToArray()
    {
        _writer.Flush();
        return _bytes.ToArray();
    }
}
