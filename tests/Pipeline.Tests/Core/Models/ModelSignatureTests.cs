using System.Text;
using Pipeline.Core.Tables;

namespace Pipeline.Core.Models;

public class ModelSignatureTests
{
    [Fact]
    public void Read_WhatToBytesMade_MakesTheSameBytes()
    {
        var bytes = Some.Signature.ToBytes();

        var read = ModelSignature.Read(bytes, "signature.json").Value;

        read.ToBytes().ShouldBe(bytes);
        read.Inputs[1].Categories.ShouldBe(["car", "home"]);
    }

    [Theory]
    [InlineData("{", "signature.json:1")]
    [InlineData("null", "signature.json: The signature names no inputs or no outputs.")]
    [InlineData("{}", "is missing.")]
    public void Read_SomethingElse_IsAProblem(string json, string sentence)
    {
        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().ToString().ShouldContain(sentence);
    }

    [Fact]
    public void Read_SchemaOfTheFuture_NamesBoth()
    {
        var json = Encoding.UTF8.GetString(Some.Signature.ToBytes()).Replace("/v1", "/v2", StringComparison.Ordinal);

        var read = ModelSignature.Read(Encoding.UTF8.GetBytes(json), "signature.json");

        read.Problems.ShouldHaveSingleItem().Message
            .ShouldBe("The signature's schema is 'pipeline/signature/v2'; 'pipeline/signature/v1' is read here.");
    }

    [Fact]
    public void Check_ColumnMissingAndColumnOfAnotherType_ReportsBoth()
    {
        var problems = Some.Signature.Check(new Table(new TextColumn("incom", ["1"]), new NumberColumn("purpose", [1])));

        problems.Select(x => x.ToString()).ShouldBe(
        [
            "The model reads 'income', and there is no such column. Did you mean 'incom'?",
            "The model reads 'purpose' as categories, and the column has numbers.",
        ]);
    }

    [Fact]
    public void Check_ColumnWithoutAnyValue_FitsEveryInput()
    {
        var empty = new Table(new TextColumn("income", [null]), new NumberColumn("purpose", [double.NaN]));

        var problems = Some.Signature.Check(empty);

        problems.ShouldBeEmpty();
    }
}
