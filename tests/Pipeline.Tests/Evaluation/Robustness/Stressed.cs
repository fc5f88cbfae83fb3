using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Evaluation.Metrics;
using Pipeline.Models;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;
using Pipeline.Statistics;

namespace Pipeline.Evaluation.Robustness;

/// <summary>Loans whose truth follows from late payments, income and purpose, and models that are made of one function.</summary>
internal static class Stressed
{
    public const int Count = 600;

    public static IReadOnlyList<ModelInput> Inputs { get; } =
    [
        new ModelInput("income", ColumnType.Number, MayBeMissing: true),
        new ModelInput("late_payments", ColumnType.Number, MayBeMissing: false) { DataType = DataType.Integer },
        new ModelInput("purpose", ColumnType.Category, MayBeMissing: false, ["Car", "Home"]),
        new ModelInput("note", ColumnType.Text, MayBeMissing: true),
        new ModelInput("sex", ColumnType.Category, MayBeMissing: true, ["F", "M"]),
    ];

    public static ModelSignature Signature { get; } = new()
    {
        Flavor = "fake",
        Task = ModelTask.BinaryClassification,
        Label = new ModelLabel.TwoClasses("bad", "yes", "no"),
        Inputs = Inputs,
        Outputs = [ModelOutputs.Probability],
    };

    /// <summary>The second half is for the test.</summary>
    public static LabelledData Data { get; } = Make([.. Enumerable.Range(0, Count)]);

    /// <summary>The same rows, otherwise ordered.</summary>
    public static LabelledData Shuffled { get; } = Make(
        [.. Enumerable.Range(0, Count / 2).Reverse(), .. Enumerable.Range(Count / 2, Count / 2).Reverse()]);

    /// <summary>A model that knows how the truth was made.</summary>
    public static double Sound(Table rows, int row) =>
        Risk(Number(rows, "income", row), Number(rows, "late_payments", row), rows["purpose"].Text(row));

    public static double Logistic(double score) => 1 / (1 + Math.Exp(-Math.Clamp(score, -30, 30)));

    public static double Number(Table rows, string column, int row) => ((NumberColumn)rows[column]).Values[row];

    /// <param name="evaluation">The manifest's section, in braces.</param>
    /// <param name="answer">The probability of a row.</param>
    public static EvaluationRequest Request(string evaluation, Func<Table, int, double>? answer = null) => new()
    {
        Manifest = Some.ReadManifest(evaluation).OrThrow(),
        Data = Data,
        Predictor = new RowPredictor(Signature, (rows, row) => [(answer ?? Sound)(rows, row)]),
        Model = Some.Model,
        Metrics = StandardMetrics.All,
        Rules = StandardRules.All,
    };

    public static RowsToDisturb Rows(int seed, params string[] inputs) => new()
    {
        Rows = Data.Rows.Keep(Inputs.Select(input => input.Name)),
        Signature = Signature,
        Inputs = [.. Inputs.Where(input => inputs.Contains(input.Name))],
        Spreads = Inputs.Where(input => input.Type == ColumnType.Number).ToDictionary(
            input => input.Name, input => NumberSpread.Of(((NumberColumn)Data.Rows[input.Name]).Values)),
        Seed = seed,
    };

    private static double Risk(double income, double late, string? purpose) => Logistic(
        (0.8 * late) - ((double.IsNaN(income) ? 40_000 : income) / 20_000) + (purpose == "Car" ? 1 : 0));

    private static LabelledData Make(int[] order)
    {
        var random = new SeededRandom(5, 0);
        var (incomes, lates, notes) = (new double[Count], new double[Count], new string?[Count]);
        var (purposes, sexes, labels) =
            (new CategoryColumnBuilder("purpose"), new CategoryColumnBuilder("sex"), new CategoryColumnBuilder("bad"));
        for (var row = 0; row < Count; row++)
        {
            incomes[row] = random.Below(20) == 0 ? double.NaN : 10_000 + random.Below(60_000);
            lates[row] = random.Below(6);
            var purpose = random.Below(2) == 0 ? "Car" : "Home";
            purposes.Append(purpose);
            notes[row] = $"paid {random.Below(9).ToString(CultureInfo.InvariantCulture)} times";
            sexes.Append(random.Below(2) == 0 ? "F" : "M");
            labels.Append(random.Unit() < Risk(incomes[row], lates[row], purpose) ? "yes" : "no");
        }

        var all = new Table(
            new NumberColumn("income", [.. incomes]),
            new NumberColumn("late_payments", [.. lates]),
            purposes.Build(),
            new TextColumn("note", [.. notes]),
            sexes.Build(),
            labels.Build()).Select(order);
        return new LabelledData
        {
            Rows = all,
            Features = [.. Inputs.Select(input => input.Name)],
            Label = "bad",
            Positive = "yes",
            TrainIndexes = [.. Enumerable.Range(0, Count / 2)],
            TestIndexes = [.. Enumerable.Range(Count / 2, Count / 2)],
            Identities = [.. order.Select(row => (UInt128)(uint)row)],
            Data = Digest.OfText("data"),
            Split = Digest.OfText("split"),
        };
    }
}

/// <summary>Answers each row with what a function makes of it, whatever its signature is.</summary>
internal sealed class RowPredictor(ModelSignature signature, Func<Table, int, double[]> answer) : IPredictor
{
    public ModelSignature Signature => signature;

    public Table Score(Table rows, CancellationToken cancellationToken)
    {
        var answers = Enumerable.Range(0, rows.RowCount).Select(row => answer(rows, row)).ToList();
        return new Table(signature.Outputs.Select((name, place) =>
            new NumberColumn(name, [.. answers.Select(values => values[place])])));
    }

    public void Score(FeatureRow row, Span<double> answers) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
