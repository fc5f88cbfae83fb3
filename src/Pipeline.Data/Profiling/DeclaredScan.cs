using System.Diagnostics;
using Pipeline.Core.Documents;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Profiling;

/// <summary>Holds a column to the type that the manifest names.</summary>
internal sealed class DeclaredScan(ColumnView column, DataType type) : ColumnScan(column)
{
    public override DataType Type { get; } = type;

    protected override bool Accept(ReadOnlySpan<byte> value) => Type switch
    {
        DataType.Number => NumberText.TryParse(value, out _),
        DataType.Integer => NumberText.TryParseWhole(value, out _),
        DataType.Timestamp => TimestampText.TryParse(value, out _),
        DataType.Boolean => BooleanText.IsBoolean(value) && Count(value),
        DataType.Category => Count(value),
        DataType.Text or DataType.Identifier => true,
        _ => throw new UnreachableException(),
    };

    private bool Count(ReadOnlySpan<byte> value) => Distinct.NumberOf(value) is >= 0 or Interner.Full;
}
