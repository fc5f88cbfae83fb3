using System.IO.Compression;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Testing;

namespace Pipeline.MLNet;

public sealed class MLNetFlavorTests : IDisposable
{
    private static readonly ModelArtifact Artifact = Loans.Train(Loans.Rows()).Artifact;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Load_WrittenAndReadAgain_AnswersTheSame()
    {
        await Artifact.WriteAsync(_folder.Path, Token);
        var rows = Loans.Rows(1_000, seed: 5);

        using var loaded = new MLNetFlavor().Load(await ModelArtifact.ReadAsync(_folder.Path, Token));

        Scores(loaded, rows).ShouldBe(Scores(new MLNetFlavor().Load(Artifact), rows));
    }

    [Fact]
    public void Payload_OfAModel_HasNoTimes()
    {
        using var zip = new ZipArchive(new MemoryStream(Artifact.Files["model.zip"].ToArray()));

        zip.Entries.ShouldNotBeEmpty();
        zip.Entries.ShouldAllBe(x => x.LastWriteTime.DateTime == new DateTime(1980, 1, 1));
        zip.Entries.Select(x => x.FullName).ShouldBe(zip.Entries.Select(x => x.FullName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(200)]
    public void Load_CutFile_IsRefusedInOneSentence(int length)
    {
        var load = () => Load(Artifact.Files["model.zip"].ToArray()[..length]);

        load.ShouldThrow<UnreadableModelException>().Message.ShouldBe(
            "The model in 'model.zip' cannot be loaded: it is damaged, or its signature is another model's. "
            + "Train the model again.");
    }

    [Fact]
    public void Load_SignatureOfAnotherModel_IsRefused()
    {
        var signature = Artifact.Signature with { Inputs = [new ModelInput("age", ColumnType.Number, false)] };

        var load = () => new MLNetFlavor().Load(new ModelArtifact(signature, Files(Artifact.Files["model.zip"])));

        load.ShouldThrow<UnreadableModelException>();
    }

    [Fact]
    public void Load_WithoutTheModelFile_SaysSo()
    {
        var empty = new ModelArtifact(Artifact.Signature, new Dictionary<string, ReadOnlyMemory<byte>>());

        var load = () => new MLNetFlavor().Load(empty);

        load.ShouldThrow<UnreadableModelException>().Message.ShouldContain("the file is missing");
    }

    private static IPredictor Load(byte[] zip) => new MLNetFlavor().Load(new ModelArtifact(Artifact.Signature, Files(zip)));

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(ReadOnlyMemory<byte> zip) => new() { ["model.zip"] = zip };

    private static IEnumerable<string?> Scores(IPredictor predictor, Table rows)
    {
        var scored = predictor.Score(rows, Token);
        return Enumerable.Range(0, rows.RowCount).Select(scored[ModelOutputs.Score].Text);
    }
}
