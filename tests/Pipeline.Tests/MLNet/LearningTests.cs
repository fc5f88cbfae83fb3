using Pipeline.Models;
using Pipeline.Models.Tables;


namespace Pipeline.MLNet;

/// <summary>What a model must have learned from rows that are made to be easy, or odd.</summary>
public class LearningTests
{
    private const int Count = 200;

    private static readonly NumberColumn Label = Column("y", x => x % 2);

    [Fact]
    public void Train_SingleFeature_LearnsIt()
    {
        var rows = new Table(Column("x", x => x % 2 == 0 ? -x : x + 1), Label);

        Accuracy(rows).ShouldBe(1);
    }

    [Fact]
    public void Train_ConstantFeaturesOnly_AnswersTheShareOfPositives()
    {
        var rows = new Table(Column("x", _ => 5), new CategoryColumn("c", [.. new int[Count]], new CategoryDomain("a")), Label);

        var probabilities = Probabilities(rows, rows);

        probabilities.ShouldAllBe(x => Math.Abs(x - 0.5) < 1e-6);
    }

    [Fact]
    public void Train_MissingnessAlone_IsLearned()
    {
        var rows = new Table(Column("x", x => x % 2 == 0 ? double.NaN : x), Label);

        Accuracy(rows).ShouldBe(1);
    }

    [Fact]
    public void Train_MissingCategory_IsACategoryOfItsOwn()
    {
        var codes = Enumerable.Range(0, Count).Select(x => x % 2 == 0 ? CategoryColumn.Missing : x % 4 / 2);
        var rows = new Table(new CategoryColumn("c", [.. codes], new CategoryDomain("a", "b")), Label);

        Accuracy(rows).ShouldBe(1);
    }

    [Fact]
    public void Train_ColumnWithoutAnyValue_IsNoObstacle()
    {
        var rows = new Table(Column("x", x => x % 2), Column("nothing", _ => double.NaN), Label);

        Accuracy(rows).ShouldBe(1);
    }

    [Fact]
    public void Train_MoreCategoriesThanBins_LearnsTheLastOnes()
    {
        var domain = new CategoryDomain(Enumerable.Range(0, 700).Select(x => $"c{x:000}"));
        var codes = Enumerable.Range(0, 7_000).Select(x => x % 700).ToList();
        var rows = new Table(
            new CategoryColumn("c", [.. codes], domain),
            new NumberColumn("y", [.. codes.Select(x => x is 3 or 650 ? 1d : 0d)]));

        Accuracy(rows).ShouldBe(1);
    }

    [Theory]
    [InlineData("Label")]
    [InlineData("Features")]
    [InlineData("Score")]
    [InlineData("Probability")]
    [InlineData("x is missing")]
    public void Train_NamesThatMlNetUsesItself_AreOrdinaryColumns(string name)
    {
        var rows = new Table(Column("x", x => x % 3 == 0 ? double.NaN : 1), Column(name, x => x % 2), Label);
        var renamed = new Table(rows["x"], rows[name].Rename("y"), Label.Rename(name));

        Accuracy(rows).ShouldBe(1);
        Accuracy(renamed, name).ShouldBe(1);
    }

    [Fact]
    public void Train_InfiniteValues_AreValuesLikeOthers()
    {
        var rows = new Table(Column("x", x => x % 2 == 0 ? double.NegativeInfinity : double.PositiveInfinity), Label);

        Accuracy(rows).ShouldBe(1);
    }

    [Fact]
    public void Train_NumbersTooLargeForAFloat_LearnsFromEveryRow()
    {
        var rows = new Table(Column("x", x => x % 2 == 0 ? -1e39 : 1e39), Column("z", x => x), Label);

        Accuracy(rows).ShouldBe(1);
    }

    private static NumberColumn Column(string name, Func<int, double> value) =>
        new(name, [.. Enumerable.Range(0, Count).Select(value)]);

    private static double Accuracy(Table rows, string label = "y") => Probabilities(rows, rows, label)
        .Zip(((NumberColumn)rows[label]).Values).Average(x => (x.First > 0.5) == (x.Second > 0.5) ? 1d : 0d);

    private static IReadOnlyList<double> Probabilities(Table training, Table rows, string label = "y")
    {
        var set = new TrainingSet { Rows = training, Task = ModelTask.BinaryClassification, Label = label };
        using var predictor = Loans.Load(Loans.Train(Loans.Request(training) with { Set = set }));
        return ((NumberColumn)predictor.Score(rows, CancellationToken.None)[ModelOutputs.Probability]).Values;
    }
}
