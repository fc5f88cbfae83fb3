using System.Numerics;
using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Pipeline.Data.Parquet;

/// <summary>Parquet files of a few values.</summary>
internal static class SomeParquet
{
    public static SomeColumn Integers(string name, params long?[] values) =>
        Of(name, LogicalType.None(), PhysicalType.Int64, values);

    public static SomeColumn Doubles(string name, params double?[] values) =>
        Of(name, LogicalType.None(), PhysicalType.Double, values);

    public static SomeColumn Texts(string name, params string?[] values) =>
        Bytes(name, LogicalType.String(), [.. values.Select(x => x is null ? null : Encoding.UTF8.GetBytes(x))]);

    public static SomeColumn Of<T>(string name, LogicalType type, PhysicalType physical, params T?[] values)
        where T : unmanaged =>
        new(
            new PrimitiveNode(name, Repetition.Optional, type, physical, -1),
            values.Length,
            (writer, range) => Write(writer, values[range], x => x!.Value));

    public static SomeColumn Required(string name, params int[] values) => new(
        new PrimitiveNode(name, Repetition.Required, LogicalType.None(), PhysicalType.Int32, -1),
        values.Length,
        (writer, range) => ((ColumnWriter<int>)writer).WriteBatch(values.AsSpan(range)));

    public static SomeColumn Bytes(string name, LogicalType type, params byte[]?[] values) => new(
        new PrimitiveNode(name, Repetition.Optional, type, PhysicalType.ByteArray, -1),
        values.Length,
        (writer, range) => Pinned(
            values[range], (x, pointer) => new ByteArray(pointer, x.Length), x => Write(writer, x, y => y!.Value)));

    public static SomeColumn Fixed(string name, LogicalType type, int length, params byte[]?[] values) => new(
        new PrimitiveNode(name, Repetition.Optional, type, PhysicalType.FixedLenByteArray, length),
        values.Length,
        (writer, range) => Pinned(
            values[range], (_, pointer) => new FixedLenByteArray(pointer), x => Write(writer, x, y => y!.Value)));

    /// <summary>Decimals as whole numbers, in so many bytes.</summary>
    public static SomeColumn Decimals(string name, int scale, int length, params string?[] values) =>
        Fixed(name, LogicalType.Decimal(length == 16 ? 38 : 10, scale), length, [..
            values.Select(x => x is null ? null : BigEndian(BigInteger.Parse(x), length))]);

    public static byte[] File(params SomeColumn[] columns) => File(int.MaxValue, columns);

    public static byte[] File(int groupRows, params SomeColumn[] columns) => File(groupRows, _ => { }, columns);

    public static byte[] File(int groupRows, Action<WriterPropertiesBuilder> set, params SomeColumn[] columns)
    {
        using var stream = new MemoryStream();
        using var builder = new WriterPropertiesBuilder();
        set(builder);
        using var properties = builder.Build();
        using var root = new GroupNode("schema", Repetition.Required, [.. columns.Select(x => x.Node)]);
        using (var writer = new ParquetFileWriter(new ParquetSharp.IO.ManagedOutputStream(stream), root, properties))
        {
            var rows = columns[0].Count;
            for (var start = 0; start < rows; start += Math.Min(groupRows, rows - start))
            {
                using var group = writer.AppendRowGroup();
                foreach (var column in columns)
                {
                    using var next = group.NextColumn();
                    column.Write(next, start..(start + Math.Min(groupRows, rows - start)));
                }
            }

            writer.Close();
        }

        return stream.ToArray();
    }

    private static byte[] BigEndian(BigInteger value, int length)
    {
        var bytes = value.ToByteArray(isBigEndian: true);
        return [.. Enumerable.Repeat((byte)(value.Sign < 0 ? 0xFF : 0), length - bytes.Length), .. bytes];
    }

    private static void Write<T>(ColumnWriter writer, T?[] values, Func<T?, T> value)
        where T : unmanaged
    {
        short[] levels = [.. values.Select(x => (short)(x.HasValue ? 1 : 0))];
        T[] there = [.. values.Where(x => x.HasValue).Select(value)];
        ((ColumnWriter<T>)writer).WriteBatch(values.Length, levels, [], there);
    }

    private static void Pinned<T>(byte[]?[] values, Func<byte[], IntPtr, T> place, Action<T?[]> use)
        where T : struct
    {
        var handles = new List<GCHandle>();
        try
        {
            use([.. values.Select(x => x is null ? (T?)null : place(x, Pin(x)))]);
        }
        finally
        {
            handles.ForEach(x => x.Free());
        }

        IntPtr Pin(byte[] bytes)
        {
            handles.Add(GCHandle.Alloc(bytes, GCHandleType.Pinned));
            return handles[^1].AddrOfPinnedObject();
        }
    }
}

/// <summary>A column, and how some of its rows are written.</summary>
internal sealed record SomeColumn(Node Node, int Count, Action<ColumnWriter, Range> Write);
