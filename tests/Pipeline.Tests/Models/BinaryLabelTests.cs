using Pipeline.Models.Tables;


namespace Pipeline.Models;

public class BinaryLabelTests
{
    private static readonly CategoryColumn Answers = new("repaid", [0, 1, 0], new CategoryDomain("yes", "no", "never met"));

    [Fact]
    public void Discover_TwoCategories_FindsBothClasses()
    {
        var label = BinaryLabel.Discover(Answers, "yes").Value;

        label.Label.ShouldBe(new ModelLabel("repaid", "yes", "no"));
        label.Values.ShouldBe([true, false, true]);
        label.Values.Count(x => x).ShouldBe(2);
    }

    [Fact]
    public void Discover_ZerosAndOnes_NeedNoPositiveClass()
    {
        var label = BinaryLabel.Discover(new NumberColumn("y", [0, 1, 1]), positive: null).Value;

        label.Label.ShouldBe(new ModelLabel("y", "1", "0"));
        label.Values.ShouldBe([false, true, true]);
    }

    [Fact]
    public void Discover_Texts_AreClassesToo()
    {
        var label = BinaryLabel.Discover(new TextColumn("y", ["b", "a"]), "a").Value;

        label.Values.ShouldBe([false, true]);
    }

    [Theory]
    [InlineData(new[] { "yes", "yes" }, "The label 'repaid' has 'yes' and nothing else; a binary model learns from two classes.")]
    [InlineData(new[] { "a", "b", "yes" }, "The label 'repaid' has 3 classes, 'a', 'b', 'yes'; a binary model has two.")]
    [InlineData(new[] { "a", "b" }, "The label 'repaid' has 'a', 'b', and the positive class 'yes' is neither.")]
    [InlineData(new[] { "yes", null }, "The label 'repaid' is missing in 1 of 2 rows.")]
    [InlineData(new string[0], "The label 'repaid' has no class and nothing else; a binary model learns from two classes.")]
    public void Discover_UnfitLabel_IsOneSentence(string?[] labels, string sentence)
    {
        var read = BinaryLabel.Discover(new TextColumn("repaid", [.. labels]), "yes");

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe(sentence);
    }

    [Fact]
    public void Discover_NobodySaysWhichIsPositive_PointsToTheManifest()
    {
        var read = BinaryLabel.Discover(Answers, positive: null);

        read.Problems.ShouldHaveSingleItem().Hint.ShouldBe("Name it in the manifest: data.label.positive.");
    }

    [Fact]
    public void Read_OneOfTheClassesAlone_IsFine()
    {
        var label = BinaryLabel.Read(Answers.Select([1]), new ModelLabel("repaid", "yes", "no")).Value;

        label.Values.ShouldBe([false]);
    }

    [Fact]
    public void Read_AnotherClass_IsAProblem()
    {
        var read = BinaryLabel.Read(Answers, new ModelLabel("repaid", "no", "perhaps"));

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("The label 'repaid' has 'yes'; 'no' and 'perhaps' are accepted.");
    }
}
