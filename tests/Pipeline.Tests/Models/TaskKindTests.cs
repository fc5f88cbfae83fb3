using Pipeline.Models.Tables;


namespace Pipeline.Models;

public class TaskKindTests
{
    private static readonly TaskKind Binary = TaskKind.Of(ModelTask.BinaryClassification);
    private static readonly TaskKind Multiclass = TaskKind.Of(ModelTask.MulticlassClassification);
    private static readonly TaskKind Regression = TaskKind.Of(ModelTask.Regression);

    private static readonly CategoryColumn Answers = new("repaid", [0, 1, 0], new CategoryDomain("yes", "no", "never met"));

    [Fact]
    public void Discover_TwoCategories_FindsBothClasses()
    {
        var label = Binary.Discover(Answers, "yes").Value;

        label.Label.ShouldBe(new ModelLabel.TwoClasses("repaid", "yes", "no"));
        label.Values.ShouldBe([1, 0, 1]);
    }

    [Fact]
    public void Discover_ZerosAndOnes_NeedNoPositiveClass()
    {
        var label = Binary.Discover(new NumberColumn("y", [0, 1, 1]), positive: null).Value;

        label.Label.ShouldBe(new ModelLabel.TwoClasses("y", "1", "0"));
        label.Values.ShouldBe([0, 1, 1]);
    }

    [Fact]
    public void Discover_Texts_AreClassesToo()
    {
        var label = Binary.Discover(new TextColumn("y", ["b", "a"]), "a").Value;

        label.Values.ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData(new[] { "yes", "yes" }, "The label 'repaid' has 'yes' and nothing else; a binary model learns from two classes.")]
    [InlineData(new[] { "a", "b", "yes" }, "The label 'repaid' has 3 classes, 'a', 'b', 'yes'; a binary model has two.")]
    [InlineData(new[] { "a", "b" }, "The label 'repaid' has 'a', 'b', and the positive class 'yes' is neither.")]
    [InlineData(new[] { "yes", null }, "The label 'repaid' is missing in 1 of 2 rows.")]
    [InlineData(new string[0], "The label 'repaid' has no class and nothing else; a binary model learns from two classes.")]
    public void Discover_UnfitLabel_IsOneSentence(string?[] labels, string sentence)
    {
        var read = Binary.Discover(new TextColumn("repaid", [.. labels]), "yes");

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe(sentence);
    }

    [Fact]
    public void Discover_NobodySaysWhichIsPositive_PointsToTheManifest()
    {
        var read = Binary.Discover(Answers, positive: null);

        read.Problems.ShouldHaveSingleItem().Hint.ShouldBe("Name it in the manifest: data.label.positive.");
    }

    [Fact]
    public void Read_OneOfTheClassesAlone_IsFine()
    {
        var label = Binary.Read(Answers.Select([1]), new ModelLabel.TwoClasses("repaid", "yes", "no")).Value;

        label.Values.ShouldBe([0]);
    }

    [Fact]
    public void Read_AnotherClass_IsAProblem()
    {
        var read = Binary.Read(Answers, new ModelLabel.TwoClasses("repaid", "no", "perhaps"));

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The label 'repaid' has 'yes'; 'perhaps' and 'no' are accepted.");
    }

    [Fact]
    public void Discover_SeveralClasses_CountsThemInOrdinalOrder()
    {
        var target = Multiclass.Discover(new TextColumn("species", ["b", "a", "B", "b"]), positive: null).Value;

        target.Label.ShouldBe(new ModelLabel.Classes("species", ["B", "a", "b"]));
        target.Values.ShouldBe([2, 1, 0, 2]);
        Multiclass.Outputs(target.Label).ShouldBe(["probabilities.B", "probabilities.a", "probabilities.b"]);
    }

    [Theory]
    [InlineData(new[] { "a", "a" }, "The label 'y' has 'a' and nothing else; a model learns from two or more.")]
    [InlineData(new[] { "a", null }, "The label 'y' is missing in 1 of 2 rows.")]
    public void Discover_TooFewClasses_IsOneSentence(string?[] labels, string sentence) =>
        Multiclass.Discover(new TextColumn("y", [.. labels]), null).Problems.ShouldHaveSingleItem().Message.ShouldBe(sentence);

    [Fact]
    public void Read_ClassThatTrainingHadNot_IsAProblem()
    {
        var read = Multiclass.Read(new TextColumn("y", ["a", "d"]), new ModelLabel.Classes("y", ["a", "b", "c"]));

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The label 'y' has 'd'; 'a', 'b' and 'c' are accepted.");
    }

    [Fact]
    public void Discover_Numbers_AreThemselves()
    {
        var target = Regression.Discover(new NumberColumn("fare", [2.5, -1, 2.5]), positive: null).Value;

        target.Label.ShouldBe(new ModelLabel.Number("fare"));
        target.Values.ShouldBe([2.5, -1, 2.5]);
    }

    [Theory]
    [InlineData(double.NaN, "The label 'fare' is missing in 1 of 2 rows.")]
    [InlineData(1e39, "The label 'fare' has 1E+39; numbers up to 3.4e38 are accepted.")]
    [InlineData(double.NegativeInfinity, "The label 'fare' has -Infinity; numbers up to 3.4e38 are accepted.")]
    public void Discover_NumberThatCannotBeLearned_IsOneSentence(double number, string sentence) =>
        Regression.Discover(new NumberColumn("fare", [1, number]), null)
            .Problems.ShouldHaveSingleItem().Message.ShouldBe(sentence);

    [Fact]
    public void Discover_TextsForARegression_AreAProblem() =>
        Regression.Discover(new TextColumn("fare", ["1,5"]), null).Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The label 'fare' is not made of numbers; a regression predicts a number.");

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Of_EveryTask_KnowsItselfAndItsRule(ModelTask task)
    {
        TaskKind.Of(task).Task.ShouldBe(task);
        TaskKind.Of(task).Words.ShouldNotBeEmpty();
        TaskKind.Of(task).Decision.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public void Scale_OfPredictedNumbers_IsTheLargest()
    {
        Regression.Scale([1e-9, -3e-8]).ShouldBe(3e-8);
        Multiclass.Scale([1e-9]).ShouldBe(1);
    }

    public static TheoryData<ModelTask> Tasks => [.. Enum.GetValues<ModelTask>()];
}
