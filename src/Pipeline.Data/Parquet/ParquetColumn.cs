using System.Diagnostics;
using ParquetSharp;
using ParquetSharp.Schema;
using TimeUnit = ParquetSharp.TimeUnit;

namespace Pipeline.Data.Parquet;

/// <summary>One column of a file, as its footer describes it.</summary>
/// <param name="Name">Of the column.</param>
/// <param name="Position">Counted from 0.</param>
internal sealed record ParquetColumn(string Name, int Position)
{
    /// <summary>A value may be missing.</summary>
    public required bool IsOptional { get; init; }

    /// <summary>What the values are, as a sentence names it: "a number".</summary>
    public required string Kind { get; init; }

    /// <summary>Makes what reads it, at most so many rows at once.</summary>
    public required Func<ParquetColumn, int, ColumnCursor> Cursor { get; init; }

    /// <summary>Said of a value that is damaged or means nothing.</summary>
    public string Unwritable => Kind == Text
        ? $"The value of '{Name}' is not UTF-8."
        : $"The value of '{Name}' is no {Kind[(Kind.IndexOf(' ') + 1)..]} that is read; {Accepted}.";

    /// <summary>Any value is missing, which goes with any other kind.</summary>
    public const string Nothing = "nothing";

    private const string Text = "text";
    private const string Number = "a number";
    private const string Truth = "a boolean";
    private const string Date = "a date";
    private const string Clock = "a time";
    private const string Moment = "a timestamp";
    private const string MomentOfUtc = "a timestamp of UTC";

    private string Accepted => Kind switch
    {
        Clock => "times within one day are",
        Number => "decimals of at most 64 bytes are",
        _ => "those of the years 1 to 9999 are",
    };

    /// <returns>The column; or what is wrong with it, as the end of a sentence that begins with its name.</returns>
    public static (ParquetColumn? Column, string? Refusal) Of(Node node, int position)
    {
        if (node is not PrimitiveNode { Repetition: not Repetition.Repeated } primitive)
            return (null, $"is {Nested(node)}; columns of plain values are read");
        using var logical = primitive.LogicalType;
        return Read(primitive, logical) is { } reading
            ? (new ParquetColumn(node.Name, position)
            {
                IsOptional = primitive.Repetition == Repetition.Optional,
                Kind = reading.Kind,
                Cursor = reading.Cursor,
            }, null)
            : (null, $"is {Words(logical)}, which is not read");
    }

    private static string Nested(Node node)
    {
        using var logical = node.LogicalType;
        return node.Repetition == Repetition.Repeated || logical is ListLogicalType ? "a list"
            : logical is MapLogicalType ? "a map"
            : "a structure of several columns";
    }

    private static string Words(LogicalType logical) => logical.Type switch
    {
        LogicalTypeEnum.None => "of bytes without a meaning",
        LogicalTypeEnum.Undefined => "of a type of a later version",
        var type => $"of type {type.ToString().ToUpperInvariant()}",
    };

    private static Reading? Read(PrimitiveNode node, LogicalType logical) => node.PhysicalType switch
    {
        PhysicalType.Boolean => Values<bool, BooleanType>(Truth, default),
        PhysicalType.Int32 => logical switch
        {
            NullLogicalType => Values<int, WholeType<int>>(Nothing, default),
            NoneLogicalType or IntLogicalType { IsSigned: true } => Values<int, WholeType<int>>(Number, default),
            IntLogicalType => Values<int, UnsignedType>(Number, default),
            DecimalLogicalType x => Values<int, DecimalType>(Number, new(x.Scale)),
            DateLogicalType => Values<int, DateType>(Date, default),
            TimeLogicalType x => Values<int, ClockType>(Clock, new(Units(x.TimeUnit))),
            _ => null,
        },
        PhysicalType.Int64 => logical switch
        {
            NullLogicalType => Values<long, WholeType<long>>(Nothing, default),
            NoneLogicalType or IntLogicalType { IsSigned: true } => Values<long, WholeType<long>>(Number, default),
            IntLogicalType => Values<long, UnsignedType>(Number, default),
            DecimalLogicalType x => Values<long, DecimalType>(Number, new(x.Scale)),
            TimeLogicalType x => Values<long, ClockType>(Clock, new(Units(x.TimeUnit))),
            TimestampLogicalType x =>
                Values<long, MomentType>(x.IsAdjustedToUtc ? MomentOfUtc : Moment, new(Units(x.TimeUnit), x.IsAdjustedToUtc)),
            _ => null,
        },
        PhysicalType.Int96 => Values<Int96, MomentType>(Moment, new(Units(TimeUnit.Nanos), isUtc: false)),
        PhysicalType.Float => Values<float, SingleType<float>>(Number, default),
        PhysicalType.Double => Values<double, DoubleType>(Number, default),
        PhysicalType.ByteArray => logical switch
        {
            NoneLogicalType or StringLogicalType or EnumLogicalType or JsonLogicalType => Bytes<TextType>(Text, default),
            NullLogicalType => Bytes<TextType>(Nothing, default),
            DecimalLogicalType x => Bytes<LongDecimalType>(Number, new(x.Scale)),
            _ => null,
        },
        PhysicalType.FixedLenByteArray => logical switch
        {
            NullLogicalType => FixedBytes<TextType>(node, Nothing, default),
            DecimalLogicalType x => FixedBytes<LongDecimalType>(node, Number, new(x.Scale)),
            UuidLogicalType when node.TypeLength == 16 => FixedBytes<UuidType>(node, Text, default),
            Float16LogicalType when node.TypeLength == 2 => FixedBytes<HalfType>(node, Number, default),
            _ => null,
        },
        _ => null,
    };

    private static Reading Values<T, TType>(string kind, TType type)
        where T : unmanaged
        where TType : struct, IValueType<T> =>
        new(kind, (column, rows) => new ValueCursor<T, TType>(column, rows, type));

    private static Reading Bytes<TType>(string kind, TType type)
        where TType : struct, IValueType<ReadOnlySpan<byte>> =>
        new(kind, (column, rows) => new BytesCursor<ByteArray, AnyLength, TType>(column, rows, default, type));

    private static Reading FixedBytes<TType>(PrimitiveNode node, string kind, TType type)
        where TType : struct, IValueType<ReadOnlySpan<byte>>
    {
        var place = new FixedLength(node.TypeLength);
        return new(kind, (column, rows) => new BytesCursor<FixedLenByteArray, FixedLength, TType>(column, rows, place, type));
    }

    private static long Units(TimeUnit unit) => unit switch
    {
        TimeUnit.Millis => 1_000,
        TimeUnit.Micros => 1_000_000,
        TimeUnit.Nanos => 1_000_000_000,
        _ => throw new UnreachableException(),
    };

    /// <summary>What values are, and what reads them.</summary>
    private sealed record Reading(string Kind, Func<ParquetColumn, int, ColumnCursor> Cursor);
}
