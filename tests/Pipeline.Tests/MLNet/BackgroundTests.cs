using Pipeline.Core.Identity;
using Pipeline.Models;
using Pipeline.Models.Explanation;
using Pipeline.Models.Tables;

namespace Pipeline.MLNet;

public sealed class BackgroundTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public void Of_AModelOfTrees_HasCountsAndNoRow()
    {
        var trained = Loans.Train(Loans.Rows(400));
        using var predictor = Loans.Load(trained);

        var background = Background.Of(predictor, Data().Train, 100, Token);

        background.Rows.ShouldBeNull();
        background.Covers!.ShouldAllBe(tree => tree.Sum() == 400);
    }

    [Fact]
    public void Of_TheSameRowsInAnotherOrder_IsTheSame()
    {
        using var predictor = Loans.Load(Loans.Train(Loans.Rows(400)));
        var data = Data();
        var turned = data with { TrainIndexes = [.. data.TrainIndexes.Reverse()] };

        Background.Of(predictor, turned.Train, 100, Token).ToBytes()
            .ShouldBe(Background.Of(predictor, data.Train, 100, Token).ToBytes());
        var (first, second) = (
            Background.Sample(predictor.Signature, data.Train, 50), Background.Sample(predictor.Signature, turned.Train, 50));
        new Background { Rows = first }.ToBytes().ShouldBe(new Background { Rows = second }.ToBytes());
    }

    [Fact]
    public void Of_AnArtifact_ExplainsAsTheOneThatWasWritten()
    {
        var trained = Loans.Train(Loans.Rows(400));
        using var predictor = Loans.Load(trained);
        var rows = Loans.Rows(20, seed: 9);
        var sample = new Background { Rows = Background.Sample(predictor.Signature, Data().Train, 30) };

        foreach (var background in new[] { Background.Of(predictor, Data().Train, 100, Token), sample })
        {
            var read = Background.Of(trained.Artifact.With(Background.FileName, background.ToBytes()));

            Explainers.Of(predictor, read)!.Explain(rows, Token).SelectMany(one => one.Contributions).ShouldBe(
                Explainers.Of(predictor, background)!.Explain(rows, Token).SelectMany(one => one.Contributions));
        }
    }

    [Fact]
    public void Sample_WithAPersonalColumn_HasOneOfItsValues()
    {
        using var predictor = Loans.Load(Loans.Train(Loans.Rows(400)));
        var data = Data() with { Personal = new HashSet<string> { "income" } };

        var rows = Background.Sample(predictor.Signature, data.Train, 50);

        rows.RowCount.ShouldBe(50);
        ((NumberColumn)rows["income"]).Values.Distinct().Count().ShouldBe(1);
        Enumerable.Range(0, 50).Select(row => rows["purpose"].Text(row)).Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"schema\": \"pipeline/background/v0\"}")]
    [InlineData("nonsense")]
    public void Of_AnArtifactWithADamagedFile_IsUnreadable(string text)
    {
        var trained = Loans.Train(Loans.Rows(100));
        var damaged = trained.Artifact.With(Background.FileName, System.Text.Encoding.UTF8.GetBytes(text));

        Should.Throw<UnreadableModelException>(() => Background.Of(damaged)).Message.ShouldContain(Background.FileName);
    }

    [Fact]
    public void Of_AnArtifactWithoutTheFile_IsNothing() =>
        Background.Of(Loans.Train(Loans.Rows(100)).Artifact).ShouldBe(new Background());

    private static LabelledData Data()
    {
        var rows = Loans.Rows(400);
        return new LabelledData
        {
            Rows = rows,
            Features = ["income", "purpose"],
            Label = "repaid",
            Positive = "yes",
            TrainIndexes = [.. Enumerable.Range(0, 400)],
            TestIndexes = [],
            Identities = [.. Enumerable.Range(0, 400).Select(row => (UInt128)(uint)(row * 7919))],
            Data = Digest.OfText("data"),
            Split = Digest.OfText("split"),
        };
    }
}
