using System.Text;
using Pipeline.Core.Documents;
using Pipeline.Core.Tables;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;

namespace Pipeline.Data.Loading;

/// <summary>A value that is no number is a problem: it would otherwise become a missing one without a word.</summary>
internal sealed class NumberLoader(DatasetColumn column, ColumnView view, ProblemList problems) : ColumnLoader(view)
{
    private const int MostShown = 40;

    private readonly ColumnView _view = view;
    private readonly NumberColumnBuilder _numbers = new(column.Name);

    public override Column Build() => _numbers.Build();

    protected override void AppendMissing() => _numbers.AppendMissing();

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row)
    {
        if (NumberText.TryParse(value, out var number))
        {
            _numbers.Append(number);
            return;
        }

        _numbers.AppendMissing();
        var shown = column.IsPersonal ? "A value" : $"'{Brief(value)}'";
        problems.Add(batch.Locate(row, _view.Position).Problem($"{shown} in column '{column.Name}' is no number."));
    }

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }
}
