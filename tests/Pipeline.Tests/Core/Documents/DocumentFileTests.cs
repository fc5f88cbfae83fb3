using Pipeline.Core.Checks;
using Pipeline.Core.Identity;
using Pipeline.Testing;

namespace Pipeline.Core.Documents;

public sealed class DocumentFileTests : IDisposable
{
    private static readonly SampleDocument Some = new()
    {
        Toolkit = "0.1.0",
        Inputs = new Dictionary<string, Digest> { ["training"] = Digest.OfText("t"), ["data"] = Digest.OfText("d") },
        Rows = 3,
        Level = Severity.Warn,
    };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_Document_IsStableText()
    {
        await DocumentFile.WriteAsync(_folder["out", "sample.json"], Some, Token);

        (await File.ReadAllTextAsync(_folder["out", "sample.json"], Token)).ShouldBe("""
            {
              "schema": "pipeline/sample/v2",
              "toolkit": "0.1.0",
              "inputs": {
                "data": "sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4",
                "training": "sha256:e3b98a4da31a127d4bde6e43033f66ba274cab0eb7eb1c70ec41402bf6273dd8"
              },
              "rows": 3,
              "level": "warn"
            }

            """);
    }

    [Fact]
    public async Task Read_WhatWasWritten_IsTheSameDocument()
    {
        await DocumentFile.WriteAsync(_folder["sample.json"], Some, Token);

        var read = (await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token)).OrThrow();

        Digest.OfJson(read).ShouldBe(Digest.OfJson(Some));
    }

    [Fact]
    public async Task Write_NotANumber_IsRefusedAndKeepsTheOld()
    {
        await DocumentFile.WriteAsync(_folder["sample.json"], Some, Token);

        await Should.ThrowAsync<ArgumentException>(
            () => DocumentFile.WriteAsync(_folder["sample.json"], Some with { Share = double.NaN }, Token));

        (await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token)).IsValid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", ":1:1: The document ends before it says anything.")]
    [InlineData("{\n  \"schema\": \"x\",\n  x", ":3:3: 'x' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("null", ": The document names no schema; 'pipeline/sample/v2' is read here.")]
    [InlineData("{}", ": The document names no schema; 'pipeline/sample/v2' is read here.")]
    [InlineData("[]", ":1:2: The value of '$' is not what is accepted there.")]
    [InlineData("{\"schema\":\"pipeline/run/v2\"}", "'pipeline/run/v2'; 'pipeline/sample/v2' is read here.")]
    [InlineData("{\"schema\":\"nonsense\"}", "'nonsense'; 'pipeline/sample/v2' is read here.")]
    [InlineData("{\"schema\":\"pipeline/sample/v3\"}", "A newer toolkit wrote it: update this one.")]
    [InlineData("{\"schema\":\"pipeline/sample/v1\"}", "Run its stage again.")]
    [InlineData("{\"schema\":\"pipeline/sample/v2\"}", ":1:32: In '$', 'toolkit', 'rows', 'level' is missing.")]
    [InlineData("{\"schema\":\"pipeline/sample/v2\",\"schema\":\"x\"}", "'schema' occurs twice.")]
    [InlineData(Valid + "\"rows\":\"x\",\"level\":\"warn\"}", ":1:60: The value of '$.rows' is not a whole number.")]
    [InlineData(Valid + "\"rows\":1,\"level\":\"loud\"}", ":1:73: The value of '$.level' is not what is accepted there.")]
    public async Task Read_WrongInput_IsOneProblemWithItsPlace(string json, string expected)
    {
        await File.WriteAllTextAsync(_folder["sample.json"], json, Token);

        var read = await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token);

        read.Problems.ShouldHaveSingleItem().ToString().ShouldEndWith(expected);
    }

    [Fact]
    public async Task Read_DigestMalformed_SaysWhatADigestIs()
    {
        const string json = Valid + "\"rows\":1,\"level\":\"warn\",\"inputs\":{\"a\":\"b\"}}";
        await File.WriteAllTextAsync(_folder["sample.json"], json, Token);

        var read = await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldStartWith("'b' is not a digest;");
    }

    [Theory]
    [InlineData("{\"outcome\":\"failed\",\"reason\":\"\"}")]
    [InlineData("{\"outcome\":\"failed\",\"reason\":null}")]
    [InlineData("{\"outcome\":\"failed\"}")]
    [InlineData("{\"outcome\":7,\"reason\":\"x\"}")]
    public async Task Read_ValueThatNoCodeCouldMake_IsAProblem(string verdict)
    {
        var json = Valid + "\"rows\":1,\"level\":\"warn\",\"verdict\":" + verdict + "}";
        await File.WriteAllTextAsync(_folder["sample.json"], json, Token);

        var read = await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldEndWith(".");
    }

    [Fact]
    public async Task Read_PropertyOfANewerToolkit_IsLeftOut()
    {
        await File.WriteAllTextAsync(_folder["sample.json"], Valid + "\"rows\":1,\"level\":\"warn\",\"later\":{}}", Token);

        (await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token)).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_Missing_IsAProblem()
    {
        var read = await DocumentFile.ReadAsync<SampleDocument>(_folder["sample.json"], Token);

        read.Problems.ShouldHaveSingleItem().Message.ShouldBe("There is no sample document here.");
    }

    [Fact]
    public void Toolkit_Current_IsThisBuild()
    {
        Toolkit.Version.ShouldMatch(@"^\d+\.\d+\.\d+");
    }

    public void Dispose() => _folder.Dispose();

    private const string Valid = "{\"schema\":\"pipeline/sample/v2\",\"toolkit\":\"0.1.0\",";

    [DocumentSchema("sample", 2)]
    private sealed record SampleDocument : Document
    {
        public required int Rows { get; init; }

        public required Severity Level { get; init; }

        public double? Share { get; init; }

        public Verdict? Verdict { get; init; }
    }
}
