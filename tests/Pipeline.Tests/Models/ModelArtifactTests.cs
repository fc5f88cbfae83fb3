using Pipeline.Testing;

namespace Pipeline.Models;

public sealed class ModelArtifactTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_WhatWriteAsyncWrote_IsTheSameModel()
    {
        var artifact = Artifact(1);
        await artifact.WriteAsync(_folder.Path, Token);

        var read = await ModelArtifact.ReadAsync(_folder.Path, Token);

        read.Digest.ShouldBe(artifact.Digest);
        _folder.Files.ShouldBe(["model.zip", "signature.json"]);
    }

    [Fact]
    public void Digest_OtherBytesOrOtherSignature_IsAnother()
    {
        var other = new ModelArtifact(Some.Signature with { Flavor = "other" }, Files("model.zip", 1));

        var digests = new[] { Artifact(1).Digest, Artifact(2).Digest, other.Digest, Artifact(1).Digest };

        digests.Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("../model.zip")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("signature.json")]
    public void Constructor_NameThatIsNoFileOfAModel_IsRefused(string name)
    {
        var make = () => new ModelArtifact(Some.Signature, Files(name, 1));

        make.ShouldThrow<ArgumentException>();
    }

    [Fact]
    public async Task ReadAsync_FolderWithoutSignature_SaysWhatIsMissing()
    {
        var read = () => ModelArtifact.ReadAsync(_folder.Path, Token);

        (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldBe(
            $"The model in '{_folder.Path}' cannot be loaded: there is no signature.json. Train the model again.");
    }

    [Fact]
    public async Task ReadAsync_MalformedSignature_SaysWhere()
    {
        _folder.Write("signature.json", "[");

        var read = () => ModelArtifact.ReadAsync(_folder.Path, Token);

        (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("signature.json:1:");
    }

    [Fact]
    public async Task ReadAsync_AnyBitOfTheModelFlipped_IsRefusedBeforeAnybodyLoadsIt()
    {
        await Artifact(1).WriteAsync(_folder.Path, Token);
        for (var bit = 0; bit < 8; bit++)
        {
            await File.WriteAllBytesAsync(_folder["model.zip"], [(byte)(1 ^ (1 << bit))], Token);

            var read = () => ModelArtifact.ReadAsync(_folder.Path, Token);

            (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldBe(
                $"The model in '{_folder["model.zip"]}' cannot be loaded: it is not the file that its signature speaks of. "
                + "Train the model again.");
        }
    }

    [Fact]
    public async Task ReadAsync_FileTooManyOrTooFew_IsRefused()
    {
        await Artifact(1).WriteAsync(_folder.Path, Token);
        _folder.Write("other.bin", "x");
        var tooMany = () => ModelArtifact.ReadAsync(_folder.Path, Token);
        (await tooMany.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("other.bin");
        File.Delete(_folder["other.bin"]);
        File.Delete(_folder["model.zip"]);

        var tooFew = () => ModelArtifact.ReadAsync(_folder.Path, Token);

        (await tooFew.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("model.zip");
    }

    private static ModelArtifact Artifact(byte content) => new(Some.Signature, Files("model.zip", content));

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(string name, byte content) =>
        new() { [name] = new[] { content } };
}
