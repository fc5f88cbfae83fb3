using System.Collections.Immutable;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Models;

/// <summary>Rows that a robustness rule is given, and what it may need to disturb them.</summary>
public sealed record RowsToDisturb
{
    /// <summary>The inputs of the model and nothing else.</summary>
    public required Table Rows { get; init; }

    public required ModelSignature Signature { get; init; }

    /// <summary>The inputs to disturb, each of which the rule takes.</summary>
    public required IReadOnlyList<ModelInput> Inputs { get; init; }

    /// <summary>Of the numbers in the train rows, by input; one that has none there is left out.</summary>
    public required IReadOnlyDictionary<string, NumberSpread> Spreads { get; init; }

    /// <summary>What chance begins with.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// Numbers of the inputs become others; a missing one stays missing, one of an integer becomes whole, and one that is not
    /// finite the largest that is.
    /// </summary>
    /// <param name="share">The chance of each value, from 0 to 1.</param>
    /// <param name="change">Gives the new number.</param>
    public Table ChangeNumbers(double share, NumberChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Change(share, (NumberColumn column, ModelInput input, bool[] chosen, ref SeededRandom random) =>
        {
            var spread = Spreads.GetValueOrDefault(input.Name, NumberSpread.None);
            var values = column.Values.ToBuilder();
            for (var row = 0; row < values.Count; row++)
            {
                if (chosen[row] && !double.IsNaN(values[row]))
                    values[row] = Fitting(change(values[row], spread, ref random), input.DataType);
            }

            return new NumberColumn(column.Name, values.DrainToImmutable());
        });
    }

    /// <summary>Texts and categories of the inputs become others, or missing; a missing one stays missing.</summary>
    /// <param name="share">The chance of each value, from 0 to 1.</param>
    /// <param name="change">Gives the new text.</param>
    public Table ChangeTexts(double share, TextChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Change(share, (Column column, ModelInput input, bool[] chosen, ref SeededRandom random) =>
        {
            var texts = new string?[column.Count];
            for (var row = 0; row < texts.Length; row++)
            {
                texts[row] = column.Text(row);
                if (chosen[row] && texts[row] is { } text)
                    texts[row] = change(text, input, ref random);
            }

            return Like(column, texts);
        });
    }

    /// <summary>Values of the inputs become missing.</summary>
    /// <param name="share">The chance of each value, from 0 to 1.</param>
    public Table Remove(double share) => Change(share, (Column column, ModelInput _, bool[] chosen, ref SeededRandom _) =>
        column is NumberColumn numbers
            ? new NumberColumn(column.Name, [.. numbers.Values.Select((value, row) => chosen[row] ? double.NaN : value)])
            : Like(column, [.. Enumerable.Range(0, column.Count).Select(row => chosen[row] ? null : column.Text(row))]));

    /// <summary>
    /// Each input has chance of its own, by its place in the signature, so that alone it is disturbed as together with others.
    /// </summary>
    private Table Change<TColumn>(double share, ColumnChange<TColumn> change)
        where TColumn : Column
    {
        var table = Rows;
        for (var place = 0; place < Signature.Inputs.Count; place++)
        {
            var input = Signature.Inputs[place];
            if (!Inputs.Any(asked => asked.Name == input.Name) || table[input.Name] is not TColumn column)
                continue;
            var random = new SeededRandom(Seed, place);
            var chosen = new bool[column.Count];
            for (var row = 0; row < chosen.Length; row++)
                chosen[row] = random.Unit() < share;
            table = table.With(change(column, input, chosen, ref random));
        }

        return table;
    }

    private static double Fitting(double number, DataType type)
    {
        var finite = double.IsNaN(number) ? 0 : Math.Clamp(number, double.MinValue, double.MaxValue);
        return type == DataType.Integer ? Math.Round(finite) : finite;
    }

    private static Column Like(Column column, string?[] texts)
    {
        if (column is not CategoryColumn)
            return new TextColumn(column.Name, ImmutableArray.Create(texts));
        var builder = new CategoryColumnBuilder(column.Name);
        foreach (var text in texts)
        {
            if (text is null)
                builder.AppendMissing();
            else
                builder.Append(text);
        }

        return builder.Build();
    }

    private delegate Column ColumnChange<in TColumn>(TColumn column, ModelInput input, bool[] chosen, ref SeededRandom random);
}

/// <summary>Gives the number that another becomes.</summary>
/// <param name="number">As the row has it.</param>
/// <param name="spread">Of the input in the train rows.</param>
/// <param name="random">Chance.</param>
public delegate double NumberChange(double number, NumberSpread spread, ref SeededRandom random);

/// <summary>Gives the text that another becomes; null where it is missing then.</summary>
/// <param name="text">As the row has it.</param>
/// <param name="input">Whose value it is.</param>
/// <param name="random">Chance.</param>
public delegate string? TextChange(string text, ModelInput input, ref SeededRandom random);

/// <summary>What the numbers of an input were in training.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="Deviation">The standard deviation, of the rows as they are.</param>
public sealed record NumberSpread(double Least, double Most, double Deviation)
{
    /// <summary>Of an input that had no numbers.</summary>
    public static NumberSpread None { get; } = new(0, 0, 0);

    /// <summary>Of numbers, missing and infinite ones left out; <see cref="None"/> where there are no others.</summary>
    public static NumberSpread Of(IEnumerable<double> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var (count, mean, squares, least, most) = (0L, 0.0, 0.0, double.MaxValue, double.MinValue);
        // Welford's recurrence (1962): squares of large numbers would swallow what is between them.
        foreach (var number in numbers.Where(double.IsFinite))
        {
            count++;
            var before = number - mean;
            mean += before / count;
            squares += before * (number - mean);
            (least, most) = (Math.Min(least, number), Math.Max(most, number));
        }

        return count == 0 ? None : new NumberSpread(least, most, Math.Sqrt(squares / count));
    }
}
