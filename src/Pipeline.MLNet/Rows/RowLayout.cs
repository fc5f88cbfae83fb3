using Microsoft.ML;
using Microsoft.ML.Data;
using Pipeline.Models;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.MLNet.Rows;

/// <summary>
/// The columns that ML.NET reads of a row: of most inputs one, of a timestamp one for each part, of an input that nothing is
/// learned from none. The same inputs and label always make the same columns.
/// </summary>
internal sealed class RowLayout
{
    private readonly HashSet<string> _taken;

    public RowLayout(IReadOnlyList<ModelInput> inputs, ModelLabel label)
    {
        Inputs = inputs;
        _taken = [.. inputs.Select(input => input.Name), label.Column];
        Columns = [.. inputs.SelectMany(ColumnsOf)];
        var schema = new DataViewSchema.Builder();
        foreach (var column in Columns)
            schema.AddColumn(column.Name, column.Value is RowValue.Text ? TextDataViewType.Instance : NumberDataViewType.Single);
        Schema = schema.ToSchema();
    }

    public IReadOnlyList<ModelInput> Inputs { get; }

    public IReadOnlyList<RowColumn> Columns { get; }

    public DataViewSchema Schema { get; }

    private IEnumerable<RowColumn> ColumnsOf(ModelInput input)
    {
        switch (input.Feature)
        {
            case Feature.Unused:
                break;
            case Feature.TimestampParts parts:
                foreach (var part in parts.Parts)
                {
                    var name = $"{input.Name}.{$"{part}".ToLowerInvariant()}";
                    if (parts.Encoding == PartEncoding.Cyclical && part.Period() is { } period)
                    {
                        yield return new RowColumn(Free($"{name}.sin"), input, new RowValue.Circle(part, period, IsSine: true));
                        yield return new RowColumn(Free($"{name}.cos"), input, new RowValue.Circle(part, period, IsSine: false));
                    }
                    else
                    {
                        yield return new RowColumn(Free(name), input, new RowValue.Part(part, parts.Since));
                    }
                }

                if (input.MayBeMissing)
                    yield return new RowColumn(Free($"{input.Name} is missing"), input, new RowValue.Gap());
                break;
            case Feature.Number { Fill: not null } number:
                yield return new RowColumn(input.Name, input, new RowValue.Number(number));
                if (input.MayBeMissing)
                    yield return new RowColumn(Free($"{input.Name} is missing"), input, new RowValue.Gap());
                break;
            case Feature.Number number:
                yield return new RowColumn(input.Name, input, new RowValue.Number(number));
                break;
            case null when input.Type == ColumnType.Number:
                yield return new RowColumn(input.Name, input, new RowValue.Number(new Feature.Number()));
                break;
            default:
                yield return new RowColumn(
                    input.Name, input, new RowValue.Text(input.Feature is Feature.Text ? "" : InputValues.Missing));
                break;
        }
    }

    /// <summary>A name that nothing has, so that nothing of the user's is hidden.</summary>
    private string Free(string name)
    {
        while (!_taken.Add(name))
            name += "'";
        return name;
    }
}

/// <param name="Name">As ML.NET knows it.</param>
/// <param name="Input">Which it is made of.</param>
/// <param name="Value">How.</param>
internal sealed record RowColumn(string Name, ModelInput Input, RowValue Value);

/// <summary>How a value that ML.NET reads is made of an input's.</summary>
internal abstract record RowValue
{
    private RowValue()
    {
    }

    /// <summary>What ML.NET has no step for is done here: one that is missing and has nothing to fill it stays NaN.</summary>
    public sealed record Number(Feature.Number Feature) : RowValue
    {
        private readonly double _fill = Feature.Fill ?? double.NaN;
        private readonly bool _isLog = Feature.Log;
        private readonly double _center = Feature.Center ?? 0;
        private readonly double _spread = Feature.Spread ?? 1;

        public float Of(double number)
        {
            var filled = double.IsNaN(number) ? _fill : number;
            var taken = _isLog ? Models.Features.Feature.Number.Logarithm(filled) : filled;
            return InputValues.Number((taken - _center) / _spread);
        }
    }

    /// <param name="Missing">What a missing one is to ML.NET, which does not tell it from an empty one.</param>
    public sealed record Text(string Missing) : RowValue
    {
        public ReadOnlyMemory<char> Of(string? text) => (string.IsNullOrEmpty(text) ? Missing : text).AsMemory();
    }

    /// <summary>A number of a timestamp.</summary>
    public sealed record Part(TimestampPart Of, DateTimeOffset? Since) : RowValue
    {
        public float In(Moment moment) => (float)Of.Of(moment, Since);
    }

    /// <summary>
    /// Sine or cosine of where a part stands in its period, as in scikit-learn's example on time-related features.
    /// </summary>
    public sealed record Circle(TimestampPart Of, int Period, bool IsSine) : RowValue
    {
        public float In(Moment moment)
        {
            var turn = Of.Of(moment) / Period;
            return (float)(IsSine ? double.SinPi(2 * turn) : double.CosPi(2 * turn));
        }
    }

    /// <summary>1 where the input is missing, else 0.</summary>
    public sealed record Gap : RowValue;
}
