using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using Pipeline.Data.Columns;
using Pipeline.Data.Sources;
using Pipeline.Data.Values;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data.Loading;

/// <summary>Takes one column into memory as the rows pass.</summary>
internal abstract class ColumnLoader(DatasetColumn column, ColumnView view, ProblemList problems) : IRowObserver
{
    private const int MostShown = 40;

    /// <summary>A table keeps numbers as doubles, and booleans as the categories "false" and "true".</summary>
    public static ColumnLoader Of(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    {
        return column.Type switch
        {
            DataType.Number or DataType.Integer => new NumberLoader(column, view, reader, problems),
            DataType.Category or DataType.Boolean => new CategoryLoader(column, view, reader, problems),
            DataType.Text or DataType.Timestamp or DataType.Identifier => new TextLoader(column, view, reader, problems),
            _ => throw new UnreachableException(),
        };
    }

    public void Observe(ColumnBatch batch)
    {
        var values = batch.Column(view);
        for (var (row, count) = (0, 0); row < batch.RowCount; row++)
        {
            if (!values.HasNext(row, ref count))
                AppendMissing();
            else if (!TryAppend(values, count - 1))
                Refuse(values[count - 1], batch, row);
        }
    }

    /// <summary>To be asked once, after the last batch.</summary>
    public abstract Column Build();

    /// <summary>What a value must be, in words.</summary>
    protected abstract string Accepted { get; }

    protected abstract void AppendMissing();

    /// <returns>False for a value of another type.</returns>
    protected abstract bool TryAppend(ColumnVector values, int index);

    /// <summary>A value of another type is a problem: it would otherwise become a missing one without a word.</summary>
    private void Refuse(ReadOnlySpan<byte> value, ColumnBatch batch, int row)
    {
        AppendMissing();
        var shown = column.IsPersonal ? "A value" : $"'{Brief(value)}'";
        problems.Add(batch.Locate(row, view.Position).Problem($"{shown} in column '{column.Name}' is not {Accepted}."));
    }

    private static string Brief(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value);
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }
}

internal sealed class NumberLoader(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly NumberColumnBuilder _numbers = new(column.Name);

    public override Column Build() => _numbers.Build();

    protected override string Accepted => reader.Accepted;

    protected override void AppendMissing() => _numbers.AppendMissing();

    protected override bool TryAppend(ColumnVector values, int index)
    {
        var number = values.Number(index);
        if (!reader.Takes(number))
            return false;
        _numbers.Append(number);
        return true;
    }
}

/// <summary>The domain is what occurs, in ordinal order, so that codes do not depend on the order of the rows.</summary>
internal sealed class CategoryLoader(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly string _name = column.Name;
    private readonly Interner _values = new();
    private readonly ImmutableArray<int>.Builder _numbers = ImmutableArray.CreateBuilder<int>();

    public override Column Build()
    {
        var texts = Enumerable.Range(0, _values.Count).Select(_values.Text).ToArray();
        var order = Enumerable.Range(0, texts.Length).OrderBy(x => texts[x], StringComparer.Ordinal).ToArray();
        var codes = new int[order.Length];
        for (var code = 0; code < order.Length; code++)
            codes[order[code]] = code;
        for (var row = 0; row < _numbers.Count; row++)
            _numbers[row] = _numbers[row] == CategoryColumn.Missing ? CategoryColumn.Missing : codes[_numbers[row]];
        return new CategoryColumn(_name, _numbers.DrainToImmutable(), new CategoryDomain(order.Select(x => texts[x])));
    }

    protected override string Accepted => reader.Accepted;

    protected override void AppendMissing() => _numbers.Add(CategoryColumn.Missing);

    protected override bool TryAppend(ColumnVector values, int index)
    {
        var isNamed = reader.TryName(values[index], out var name);
        if (isNamed)
            _numbers.Add(_values.NumberOf(name));
        return isNamed;
    }
}

internal sealed class TextLoader(DatasetColumn column, ColumnView view, ValueReader reader, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly string _name = column.Name;
    private readonly ImmutableArray<string?>.Builder _texts = ImmutableArray.CreateBuilder<string?>();

    public override Column Build() => new TextColumn(_name, _texts.DrainToImmutable());

    protected override string Accepted => reader.Accepted;

    protected override void AppendMissing() => _texts.Add(null);

    protected override bool TryAppend(ColumnVector values, int index)
    {
        var isNamed = reader.TryName(values[index], out var name);
        if (isNamed)
            _texts.Add(Encoding.UTF8.GetString(name));
        return isNamed;
    }
}
