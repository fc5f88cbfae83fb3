using System.Buffers;
using System.Buffers.Binary;

namespace Pipeline.Onnx.Files;

/// <summary>One field of a protobuf message after another, as the encoding's specification has it.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private const int LengthDelimited = 2;
    private const int MostVarintBytes = 10;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Of a field that is a message, a text, bytes or packed numbers, these; else nothing.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Of a field that is a number, that.</summary>
    public ulong Number { get; private set; }

    /// <summary>Whether the field has <see cref="Content"/>.</summary>
    public bool HasContent { get; private set; }

    /// <summary>The field as it stands, with its tag.</summary>
    public ReadOnlySpan<byte> Raw { get; private set; }

    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">It is no such message, or ends too early.</exception>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var start = _rest;
        var tag = Varint();
        (Field, var wire) = ((int)Math.Min(tag >> 3, int.MaxValue), (int)(tag & 7));
        HasContent = wire == LengthDelimited;
        Content = [];
        Number = 0;
        switch (wire)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case LengthDelimited:
                Content = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            default:
                throw new InvalidDataException("A field is of no known kind.");
        }

        if (Field == 0)
            throw new InvalidDataException("A field has the number 0.");
        Raw = start[..(start.Length - _rest.Length)];
        return true;
    }

    /// <summary>The numbers of a repeated field, packed or one by one.</summary>
    public void AddNumbers(ICollection<long> numbers)
    {
        if (!HasContent)
        {
            numbers.Add((long)Number);
            return;
        }

        var packed = new ProtoReader(Content);
        while (!packed._rest.IsEmpty)
            numbers.Add((long)packed.Varint());
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var i = 0; i < MostVarintBytes; i++)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException("A number does not end.");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw new InvalidDataException("It ends too early.");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}

/// <summary>Writes fields of a protobuf message.</summary>
internal static class ProtoWriter
{
    /// <summary>A field that is a message, a text or bytes.</summary>
    public static void Write(IBufferWriter<byte> target, int field, ReadOnlySpan<byte> content)
    {
        WriteVarint(target, ((ulong)field << 3) | 2);
        WriteVarint(target, (ulong)content.Length);
        target.Write(content);
    }

    private static void WriteVarint(IBufferWriter<byte> target, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            target.Write([(byte)(value | 0x80)]);
        target.Write([(byte)value]);
    }
}
