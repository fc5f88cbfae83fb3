using Pipeline.Testing;

namespace Pipeline.Models;

public sealed class ModelPayloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ReadAsync_WhatWriteAsyncWrote_IsTheSameModel()
    {
        var payload = Payload(1);
        await payload.WriteAsync(_folder.Path, Token);

        var read = await ModelPayload.ReadAsync(_folder.Path, Token);

        read.Digest.ShouldBe(payload.Digest);
        _folder.Files.ShouldBe(["model.zip", "signature.json"]);
    }

    [Fact]
    public void Digest_OtherBytesOrOtherSignature_IsAnother()
    {
        var other = new ModelPayload(Some.Signature with { Flavor = "other" }, Files("model.zip", 1));

        var digests = new[] { Payload(1).Digest, Payload(2).Digest, other.Digest, Payload(1).Digest };

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
        var make = () => new ModelPayload(Some.Signature, Files(name, 1));

        make.ShouldThrow<ArgumentException>();
    }

    [Fact]
    public async Task ReadAsync_FolderWithoutSignature_SaysWhatIsMissing()
    {
        var read = () => ModelPayload.ReadAsync(_folder.Path, Token);

        (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldBe(
            $"The model in '{_folder.Path}' cannot be loaded: there is no signature.json. Train the model again.");
    }

    [Fact]
    public async Task ReadAsync_MalformedSignature_SaysWhere()
    {
        _folder.Write("signature.json", "[");

        var read = () => ModelPayload.ReadAsync(_folder.Path, Token);

        (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("signature.json:1:");
    }

    [Fact]
    public async Task ReadAsync_AnyBitOfTheModelFlipped_IsRefusedBeforeAnybodyLoadsIt()
    {
        await Payload(1).WriteAsync(_folder.Path, Token);
        for (var bit = 0; bit < 8; bit++)
        {
            await File.WriteAllBytesAsync(_folder["model.zip"], [(byte)(1 ^ (1 << bit))], Token);

            var read = () => ModelPayload.ReadAsync(_folder.Path, Token);

            (await read.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldBe(
                $"The model in '{_folder["model.zip"]}' cannot be loaded: it is not the file that its signature speaks of. "
                + "Train the model again.");
        }
    }

    [Fact]
    public async Task ReadAsync_FileTooManyOrTooFew_IsRefused()
    {
        await Payload(1).WriteAsync(_folder.Path, Token);
        _folder.Write("other.bin", "x");
        var tooMany = () => ModelPayload.ReadAsync(_folder.Path, Token);
        (await tooMany.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("other.bin");
        File.Delete(_folder["other.bin"]);
        File.Delete(_folder["model.zip"]);

        var tooFew = () => ModelPayload.ReadAsync(_folder.Path, Token);

        (await tooFew.ShouldThrowAsync<UnreadableModelException>()).Message.ShouldContain("model.zip");
    }

    private static ModelPayload Payload(byte content) => new(Some.Signature, Files("model.zip", content));

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(string name, byte content) =>
        new() { [name] = new[] { content } };
}
