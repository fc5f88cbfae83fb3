using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Schemas;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models;

namespace Pipeline.Data.Profiling;

/// <summary>
/// What is predicted, as a number in each row: 1 for the positive class and 0 for another, or the number itself. NaN where it is
/// missing, where several classes are predicted, and where nobody says which class is the positive one.
/// </summary>
internal sealed class TargetReader
{
    private readonly ColumnView? _label;
    private readonly byte[]? _positive;
    private readonly ValueKind _kind;

    /// <param name="task">What is predicted.</param>
    /// <param name="label">Which column it is in.</param>
    /// <param name="view">Of that column.</param>
    public TargetReader(ModelTask task, LabelSpec label, ColumnView view)
    {
        IsClass = task == ModelTask.BinaryClassification;
        _kind = view.Kind;
        _positive = IsClass ? Key(Encoding.UTF8.GetBytes(label.Positive ?? "1")) : null;
        _label = task == ModelTask.MulticlassClassification ? null : view;
    }

    /// <summary>Targets are 0 or 1.</summary>
    public bool IsClass { get; }

    public void Read(ColumnBatch batch, Span<double> targets)
    {
        targets[..batch.RowCount].Fill(double.NaN);
        if (_label is null)
            return;
        var values = batch.Column(_label);
        Span<byte> scratch = stackalloc byte[ValueKey.ScratchBytes];
        for (var i = 0; i < values.Count; i++)
        {
            targets[values.Rows[i]] = _positive is null ? values.Number(i)
                : values.Key(i, scratch).SequenceEqual(_positive) ? 1 : 0;
        }
    }

    private byte[] Key(ReadOnlySpan<byte> value) => [.. ValueKey.Of(_kind, value, stackalloc byte[ValueKey.ScratchBytes])];
}
