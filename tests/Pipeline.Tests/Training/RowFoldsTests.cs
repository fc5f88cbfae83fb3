using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Training;

public sealed class RowFoldsTests
{
    private const ModelTask Binary = ModelTask.BinaryClassification;

    [Fact]
    public void Folds_OfClasses_HoldEachRowOnceAndTheirShareOfEachClass()
    {
        var data = SomeRows.Of(200);

        var folds = RowFolds.Of(data, Binary, 5).OrThrow();

        folds.SelectMany(fold => fold.Held.Indexes).Order().ShouldBe(Enumerable.Range(0, 200));
        foreach (var fold in folds)
        {
            fold.Fit.Indexes.Intersect(fold.Held.Indexes).ShouldBeEmpty();
            fold.Fit.Indexes.Count.ShouldBe(160);
            fold.Held.Indexes.Count(row => data.Rows["bad"].Text(row) == "0").ShouldBeInRange(12, 13);
        }
    }

    [Fact]
    public void Folds_DoNotDependOnTheOrderOfRows()
    {
        var data = SomeRows.Of(60);
        var reversed = data with { TrainIndexes = [.. data.TrainIndexes.Reverse()] };

        Held(RowFolds.Of(reversed, Binary, 4).OrThrow()).ShouldBe(Held(RowFolds.Of(data, Binary, 4).OrThrow()));

        static IEnumerable<string> Held(IReadOnlyList<RowFold> folds) =>
            folds.Select(fold => string.Join(' ', fold.Held.Indexes.Order()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Division_OfGroups_KeepsThemOnOneSide(bool isHoldout)
    {
        var data = SomeRows.Of(300);
        var grouped = data with
        {
            IsGrouped = true,
            Identities = [.. data.Identities.Select((_, row) => data.Identities[row % 30])],
        };

        var folds = (isHoldout ? RowFolds.Holdout(grouped, Binary, 0.2) : RowFolds.Of(grouped, Binary, 5)).OrThrow();

        foreach (var fold in folds)
        {
            fold.Fit.Identities.Intersect(fold.Held.Identities).ShouldBeEmpty();
            fold.Held.Indexes.Count.ShouldBe(60);
        }
    }

    /// <summary>As scikit-learn's TimeSeriesSplit(3) divides twelve rows.</summary>
    [Fact]
    public void Folds_InTime_AreLaterThanWhatWasLearned()
    {
        int[] order = [7, 2, 11, 0, 5, 9, 1, 10, 4, 8, 3, 6];
        var data = InTime(12, row => order[row]);

        var folds = RowFolds.Of(data, ModelTask.Regression, 3).OrThrow();

        folds.Select(fold => Times(fold.Fit)).ShouldBe(["0 1 2", "0 1 2 3 4 5", "0 1 2 3 4 5 6 7 8"]);
        folds.Select(fold => Times(fold.Held)).ShouldBe(["3 4 5", "6 7 8", "9 10 11"]);

        string Times(LabelledRows rows) => string.Join(' ', rows.Indexes.Select(row => data.Times![row]).Order());
    }

    [Fact]
    public void Division_InTime_KeepsRowsOfOneTimeTogether()
    {
        var data = InTime(40, row => row / 8);

        foreach (var fold in RowFolds.Of(data, ModelTask.Regression, 3).OrThrow()
            .Concat(RowFolds.Holdout(data, ModelTask.Regression, 0.25).OrThrow()))
        {
            fold.Fit.Indexes.Max(row => data.Times![row]).ShouldBeLessThan(fold.Held.Indexes.Min(row => data.Times![row]));
        }
    }

    [Fact]
    public void Holdout_IsAShareOfEachClass()
    {
        var data = SomeRows.Of(200);

        var fold = RowFolds.Holdout(data, Binary, 0.25).OrThrow().ShouldHaveSingleItem();

        fold.Held.Indexes.Count.ShouldBeInRange(49, 51);
        fold.Held.Indexes.Count(row => data.Rows["bad"].Text(row) == "0").ShouldBeInRange(15, 16);
    }

    [Fact]
    public void Fold_WithOneClass_IsASentence()
    {
        var folds = RowFolds.Of(WithLabels("a", "a", "a", "a", "a", "a", "a", "b", "b"), Binary, 3);

        folds.Problems[0].ToString().ShouldBe(
            "In fold 2 of 3, the rows to be measured on are all of one class, 'a'. Write fewer folds, or more train rows.");
    }

    [Fact]
    public void Fold_WithAClassThatIsNotLearned_IsASentence()
    {
        var folds = RowFolds.Of(WithLabels("a", "a", "a", "b", "b", "b", "c"), ModelTask.MulticlassClassification, 3);

        folds.Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "In fold 2 of 3, there are rows of the class 'c' to be measured on, and none to learn from. "
            + "Write fewer folds, or leave classes of so few rows out.");
    }

    [Fact]
    public void Fold_WithoutRows_IsASentence()
    {
        var data = InTime(5, _ => 1);

        RowFolds.Of(data, ModelTask.Regression, 2).Problems[0].ToString().ShouldBe(
            "Of 5 train rows, fold 1 of 2 has 0 to learn from and 0 to be measured on. Write fewer folds, or another share.");
    }

    private static LabelledData InTime(int count, Func<int, long> time) => SomeRows.Of(count) with
    {
        Times = [.. Enumerable.Range(0, count).Select(time)],
    };

    private static LabelledData WithLabels(params string[] labels) => SomeRows.Of(labels.Length) with
    {
        Rows = new Table(new TextColumn("bad", [.. labels])),
        Features = [],
    };
}
