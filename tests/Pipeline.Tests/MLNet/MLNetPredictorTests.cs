using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

public sealed class MLNetPredictorTests : IDisposable
{
    private static readonly TrainedModel Model = Loans.Train(Loans.Rows());

    private readonly IPredictor _predictor = Loans.Load(Model);

    public void Dispose() => _predictor.Dispose();

    [Fact]
    public void Score_RowByRow_GivesTheAnswersOfTheTable()
    {
        var rows = Loans.Rows(5_000, seed: 2);

        var table = _predictor.Score(rows, CancellationToken.None);

        Enumerable.Range(0, rows.RowCount).Select(x => One(rows, x)).ShouldBe(Answers(table));
    }

    [Fact]
    public void Score_SomeOfTheRows_DoesNotDependOnTheOthers()
    {
        var rows = Loans.Rows(5_000, seed: 2);
        int[] some = [4_999, 17, 17, 0];

        var selected = _predictor.Score(rows.Select(some), CancellationToken.None);

        Answers(selected).ShouldBe(some.Select(x => One(rows, x)));
    }

    [Fact]
    public void Score_ManyThreadsAtOnce_GivesTheSameAnswers()
    {
        var rows = Loans.Rows(400, seed: 3);
        var expected = Answers(_predictor.Score(rows, CancellationToken.None)).ToList();

        var answers = new (double, double)[400];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, x => answers[x] = One(rows, x));

        answers.ShouldBe(expected);
    }

    [Fact]
    public void Score_OneRowAgain_AllocatesNothing()
    {
        var row = new FeatureRow(_predictor.Signature);
        row.Fill(Loans.Rows(1), 0);
        Span<double> answers = stackalloc double[2];
        _predictor.Score(row, answers);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            _predictor.Score(row, answers);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Score_Anything_GivesProbabilitiesInTheOrderOfTheScores()
    {
        var table = _predictor.Score(Loans.Rows(2_000, seed: 4), CancellationToken.None);

        var byScore = Answers(table).OrderBy(x => x.Score).Select(x => x.Probability).ToList();

        byScore.ShouldAllBe(x => x >= 0 && x <= 1);
        byScore.ShouldBe(byScore.Order());
    }

    [Fact]
    public void Score_CategoryThatTrainingHasNotMet_IsAnswered()
    {
        var table = _predictor.Score(Purpose("boat"), CancellationToken.None);

        Answers(table).Single().Probability.ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Score_EverythingMissing_IsAnsweredLikeTheEmptyRow()
    {
        var row = new FeatureRow(_predictor.Signature);
        var answers = new double[2];

        _predictor.Score(row, answers);

        Answers(_predictor.Score(Purpose(null), CancellationToken.None)).Single().ShouldBe((answers[0], answers[1]));
    }

    [Fact]
    public void Score_TextForACategory_IsTheSame()
    {
        var asText = new Table(new NumberColumn("income", [50]), new TextColumn("purpose", ["home"]));
        var asCategory = asText.With(new CategoryColumn("purpose", [0], new CategoryDomain("home")));

        var answers = new[] { asText, asCategory }.Select(x => Answers(_predictor.Score(x, CancellationToken.None)).Single());

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Score_WrongTable_ReportsEveryColumn()
    {
        var wrong = new Table(new TextColumn("incomes", ["1"]), new NumberColumn("purpose", [1]));

        var score = () => _predictor.Score(wrong, CancellationToken.None);

        score.ShouldThrow<InvalidInputException>().Problems.Count.ShouldBe(2);
    }

    [Fact]
    public void Score_NoRows_GivesNoAnswers()
    {
        var table = _predictor.Score(Loans.Rows(0), CancellationToken.None);

        table.RowCount.ShouldBe(0);
        table.Columns.Select(x => x.Name).ShouldBe(_predictor.Signature.Outputs);
    }

    [Fact]
    public void Score_RowOfAnotherSignature_IsACallersBug()
    {
        var other = new FeatureRow(_predictor.Signature with { Inputs = [_predictor.Signature.Inputs[0]] });

        Should.Throw<ArgumentException>(() => _predictor.Score(other, new double[2]));
    }

    private static Table Purpose(string? purpose) =>
        new(new NumberColumn("income", [double.NaN]), new TextColumn("purpose", [purpose]));

    private static IEnumerable<(double Score, double Probability)> Answers(Table table) =>
        ((NumberColumn)table[ModelOutputs.Score]).Values.Zip(((NumberColumn)table[ModelOutputs.Probability]).Values);

    private (double Score, double Probability) One(Table rows, int index)
    {
        var row = new FeatureRow(_predictor.Signature);
        row.Fill(rows, index);
        var answers = new double[2];
        _predictor.Score(row, answers);
        return (answers[0], answers[1]);
    }
}
