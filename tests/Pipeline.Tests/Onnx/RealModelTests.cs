using System.Globalization;
using Pipeline.MLNet;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.Onnx;

/// <summary>Models that scikit-learn and XGBoost made, against what they answer in Python.</summary>
public class RealModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AdultLogistic_OfTestRows_AnswersAsInPython()
    {
        var (training, test) = Adult.Read(Repository.Shared("data", "adult.csv"));
        using var predictor = Taken.Load("adult-logistic.onnx", Adult.Set(training));
        var expected = Expected("adult-logistic.expected.csv");

        var probabilities = ((NumberColumn)predictor.Score(test, Token)[ModelOutputs.Probability]).Values;

        foreach (var row in expected)
            probabilities[(int)row[0] / 5].ShouldBe(row[1], 1e-6);
        var truth = TaskKind.Of(predictor.Signature.Task).Read(test[Adult.Label], predictor.Signature.Label).Value;
        BinaryFigures.Of(probabilities, [.. truth.Values.Select(x => x > 0)]).RocAuc.ShouldBe(0.9097, 0.00005);
    }

    [Fact]
    public void PenguinsForest_OfTestRows_AnswersAsInPython()
    {
        var all = SharedRows.Read("penguins.csv", ["island", "sex", "species"]);
        // It was made without the two birds that nobody measured, and rows were numbered after they were gone.
        var rows = all.Select([.. Enumerable.Range(0, all.RowCount).Where(x => !all["body_mass_g"].IsMissing(x))]);
        var numbers = Enumerable.Range(0, rows.RowCount).ToLookup(x => x % 5 == 4);
        using var predictor = Taken.Load(
            "penguins-forest.onnx",
            Some.Set(rows.Select([.. numbers[false]]), ModelTask.MulticlassClassification, "species"),
            new OnnxOptions { Inputs = Some.Columns("X", Penguins) });
        var expected = Expected("penguins-forest.expected.csv");
        var given = new Table(Penguins.Select((name, at) => Some.Numbers(name, [.. expected.Select(row => row[at])])));

        var answers = predictor.Score(given, Token);

        string[] classes = ["Adelie", "Chinstrap", "Gentoo"];
        for (var row = 0; row < expected.Count; row++)
        {
            foreach (var (at, name) in classes.Index())
                ((NumberColumn)answers[ModelOutputs.ProbabilityOf(name)]).Values[row].ShouldBe(expected[row][4 + at], 1e-6);
        }

        var (form, test) = (new AnswerForm(predictor.Signature), rows.Select([.. numbers[true]]));
        var scored = predictor.Score(test, Token);
        Enumerable.Range(0, test.RowCount).Average(row =>
            form.Label([.. scored.Columns.Select(x => ((NumberColumn)x).Values[row])]) == test["species"].Text(row) ? 1.0 : 0)
            .ShouldBe(0.985, 0.0005);
    }

    [Fact]
    public void TaxiXgboost_OfTestRows_AnswersAsInPython()
    {
        var rows = SharedRows.Read("taxi-fare-train.csv", ["vendor_id", "payment_type"]);
        using var predictor = Taken.Load(
            "taxi-xgboost.onnx",
            Some.Set(rows, ModelTask.Regression, "fare_amount"),
            new OnnxOptions
            {
                Inputs = Some.Columns(
                    "float_input", ["rate_code", "passenger_count", "trip_time_in_secs", "trip_distance"]),
            });
        var expected = Expected("taxi-xgboost.expected.csv");
        string[] columns = [.. predictor.Signature.Inputs.Select(x => x.Name)];
        var given = new Table(columns.Select((name, at) => Some.Numbers(name, [.. expected.Select(row => row[at])])));

        var answers = ((NumberColumn)predictor.Score(given, Token)[ModelOutputs.Value]).Values;

        answers.Zip(expected).ShouldAllBe(x => Math.Abs(x.First - x.Second[4]) < 2e-5);
        var test = SharedRows.Read("taxi-fare-test.csv", ["vendor_id", "payment_type"]);
        var truth = ((NumberColumn)test["fare_amount"]).Values;
        var fares = ((NumberColumn)predictor.Score(test, Token)[ModelOutputs.Value]).Values;
        var mean = truth.Average();
        (1 - (truth.Zip(fares, (x, y) => (x - y) * (x - y)).Sum() / truth.Sum(x => (x - mean) * (x - mean))))
            .ShouldBe(0.737, 0.0005);
    }

    [Theory]
    [InlineData("broken-truncated.onnx", "The file is no ONNX model: it ends too early.")]
    [InlineData("broken-operator.onnx", "has no operator NotAnOperator in the version of its operators, 15")]
    [InlineData("answers-nan.onnx", "The model answers NaN as a probability, in 1 of 4 train rows.")]
    public void Broken_Models_AreRefusedInOneSentence(string file, string sentence)
    {
        var rows = new Table(
            Some.Numbers("a", 1, 1, -2, 1), Some.Numbers("b", 1, -1, 2, 1), Some.Numbers("y", 0, 1, 0, 1));

        var problem = Taken.Refuse(Repository.Shared("data", "onnx", file), Some.Set(rows)).ShouldHaveSingleItem();

        problem.Message.ShouldContain(sentence);
        problem.File.ShouldBe($"models/{file}");
    }

    private static readonly string[] Penguins = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"];

    private static List<double[]> Expected(string file) =>
    [
        .. File.ReadLines(Repository.Shared("data", "onnx", file)).Skip(1).Select(line =>
            line.Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
