namespace Pipeline.Data.Schemas;

public class ColumnsWriterTests
{
    private static readonly string[] Two = ["a: number", "\"b c\": text"];

    [Theory]
    [InlineData(
        "name: x\ndata:\n  path: d.csv # here\n\n# about training\ntraining: {}\n",
        "name: x\ndata:\n  path: d.csv # here\n  columns:\n    a: number\n    \"b c\": text\n\n# about training\ntraining: {}\n")]
    [InlineData(
        "data:\n    path: d.csv\n    columns:\n        z: text\n    label: y\n",
        "data:\n    path: d.csv\n    columns:\n        z: text\n        a: number\n        \"b c\": text\n    label: y\n")]
    [InlineData(
        "data:\r\n  path: d\r\n",
        "data:\r\n  path: d\r\n  columns:\r\n    a: number\r\n    \"b c\": text\r\n")]
    [InlineData("data:\n  path: d", "data:\n  path: d\n  columns:\n    a: number\n    \"b c\": text")]
    public void Columns_OfAManifestInLines_AreAddedAndNothingElseChanges(string manifest, string expected) =>
        ColumnsWriter.Write(manifest, "model.yml", Two).OrThrow().ShouldBe(expected);

    [Theory]
    [InlineData("data: {path: d.csv}\n", "'data'")]
    [InlineData("data:\n  path: d.csv\n  columns: {z: text}\n", "'columns'")]
    public void Columns_OfAManifestInBraces_AreRefused(string manifest, string key) =>
        ColumnsWriter.Write(manifest, "model.yml", Two).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            $"model.yml: {key} is not written line by line, so that nothing can be added to it. Paste what is printed above.");

    [Theory]
    [InlineData("data:\n  path: d\n", "data:\n  path: d\n  expect:\n    - rows: x\n")]
    [InlineData("data:\n  expect:\n    - a\n  path: d\n", "data:\n  expect:\n    - a\n    - rows: x\n  path: d\n")]
    [InlineData("data:\n  expect:\n  - a\n  - b\n  path: d\n", "data:\n  expect:\n  - a\n  - b\n  - rows: x\n  path: d\n")]
    public void Expectations_OfAManifestInLines_AreAddedAndNothingElseChanges(string manifest, string expected) =>
        ColumnsWriter.WriteExpectations(manifest, "model.yml", ["- rows: x"]).OrThrow().ShouldBe(expected);
}
