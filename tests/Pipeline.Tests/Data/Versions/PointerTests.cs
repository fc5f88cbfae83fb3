namespace Pipeline.Data.Versions;

public sealed class PointerTests : IDisposable
{
    private const string Old = "11111111111111111111111111111aaa";
    private const string New = "b8a9f715dbb64fd5c56e7783c6820a61";

    private readonly SomeClone _clone = new("remote");

    public static TheoryData<string> Pointers =>
    [
        $"outs:\n- md5: {Old}\n  size: 7\n  hash: md5\n  path: loans.csv\n",
        $"outs:\n- md5: {Old}\n  size: 7\n  isexec: true\n  hash: md5\n  path: loans.csv\n",
        $"outs:\r\n- md5: {Old}\r\n  size: 7\r\n  hash: md5\r\n  path: loans.csv\r\n",
        $"# ours\nouts:\n  - path: loans.csv # here\n    hash: md5\n    size: 7 # bytes\n    md5: '{Old}'\n"
            + "meta:\n  owner: José\n  md5: x\n",
        $"desc: Loans.\nfrozen: true\ndeps:\n- path: ../raw.csv\n  md5: {Old}\n  size: 7\n  hash: md5\nouts:\n- md5: {Old}\n"
            + "  size: 7\n  hash: md5\n  path: loans.csv\n  remote: storage\n  unknown: {a: [1, 2]}\n",
        $"wdir: ../data\nouts:\n- md5: {Old}\n  hash: md5\n  path: loans.csv\n  persist: true",
    ];

    [Theory]
    [MemberData(nameof(Pointers))]
    public async Task Pointer_Rewritten_KeepsEverythingButTheState(string text)
    {
        _clone.Write("data/loans.csv", "two");
        _clone.Write("data/loans.csv.dvc", text);

        (await _clone.SnapshotAsync("data/loans.csv")).OrThrow().IsNew.ShouldBeTrue();

        var end = text.Contains('\r') ? "\r\n" : "\n";
        var expected = text.Replace($"outs:{end}- md5: {Old}", $"outs:{end}- md5: {New}").Replace($"'{Old}'", New)
            .Replace($"  isexec: true{end}", "");
        var at = expected.IndexOf("outs:", StringComparison.Ordinal);
        expected = expected[..at] + expected[at..].Replace("size: 7", "size: 3");
        if (!expected.Contains("size: 3"))
            expected = expected.Replace($"- md5: {New}\n", $"- md5: {New}\n  size: 3\n");
        _clone.Read("data/loans.csv.dvc").ShouldBe(expected);
    }

    [Fact]
    public async Task Pointer_WithConflictMarks_SaysSo()
    {
        _clone.Write("loans.csv", "two");
        _clone.Write("loans.csv.dvc",
            $"outs:\n<<<<<<< HEAD\n- md5: {Old}\n=======\n- md5: {Old}\n>>>>>>> theirs\n  hash: md5\n  path: loans.csv\n");

        (await _clone.SnapshotAsync("loans.csv")).Problems.ShouldHaveSingleItem().ToString().ShouldBe(
            "loans.csv.dvc:2: The file has conflict marks of Git. "
            + "Keep the lines of one side and delete the marks, or run 'git checkout --ours' or '--theirs' on it.");
    }

    [Fact]
    public async Task Pointer_OfAFolderThatWasAFile_GetsItsCount()
    {
        _clone.Write("parts/a.csv", "two");
        _clone.Write("parts.dvc", $"outs:\n- md5: {Old}\n  size: 7\n  hash: md5\n  path: parts\nmeta: kept\n");

        var version = (await _clone.SnapshotAsync("parts")).OrThrow().Version;

        _clone.Read("parts.dvc").ShouldBe(
            $"outs:\n- md5: {version.Md5}\n  nfiles: 1\n  size: 3\n  hash: md5\n  path: parts\nmeta: kept\n");
    }

    [Fact]
    public async Task Pointer_OnOneLine_IsReadButNotRewritten()
    {
        var text = $"outs: [{{md5: {Old}, hash: md5, path: loans.csv}}]\n";
        _clone.Write("loans.csv", "two");
        _clone.Write("loans.csv.dvc", text);

        var snapshot = await _clone.SnapshotAsync("loans.csv");

        snapshot.Problems.ShouldHaveSingleItem().Message.ShouldContain("is not written a key a line");
        _clone.Read("loans.csv.dvc").ShouldBe(text);
    }

    [Theory]
    [InlineData("  hash: md5\n", "", "older than DVC 3")]
    [InlineData("hash: md5", "hash: md5-dos2unix", "older than DVC 3")]
    [InlineData("path: loans.csv", "path: ../../etc/passwd", "leaves the project")]
    [InlineData("path: loans.csv", "path: /etc/passwd", "is absolute")]
    [InlineData("path: loans.csv", "path: s3://bucket/x", "is absolute")]
    [InlineData("path: loans.csv", "path: .git/hooks/post-checkout", "goes into '.git'")]
    [InlineData("path: loans.csv", "path: ../.dvc/config", "goes into '.dvc'")]
    [InlineData("path: loans.csv", "path: out/x.csv", "leaves its folder through the link")]
    [InlineData("path: loans.csv", "path: .", "names no data")]
    [InlineData("path: loans.csv", "path: loans.csv.dvc", "names no data")]
    [InlineData("  path: loans.csv", "  cache: true", "'path' is missing")]
    [InlineData("outs:", "wdir: ../..\nouts:", "leaves the project")]
    [InlineData("outs:", "wdir: /tmp\nouts:", "is absolute")]
    [InlineData("path: loans.csv", "path: loans.csv\n- path: b", "has 2 entries in 'outs'")]
    [InlineData("outs:", "stages:", "has 0 entries in 'outs'")]
    [InlineData("md5: 1", "md5: g1", "no 'md5' of 32")]
    [InlineData("size: 7", "size: -7", "'size' is -7")]
    [InlineData("size: 7", "size: seven", "a whole number is accepted")]
    [InlineData("size: 7", "cache: false", "out of the cache")]
    [InlineData("size: 7", "files: []", "a cloud versions")]
    [InlineData("outs:", "outs: [", "malformed")]
    public async Task Pointer_ThatIsNotAccepted_IsToldWithItsPlace(string before, string after, string reason)
    {
        Directory.CreateDirectory(_clone["data"]);
        Directory.CreateSymbolicLink(_clone["data", "out"], "/tmp");
        var text = $"outs:\n- md5: {Old}\n  size: 7\n  hash: md5\n  path: loans.csv\n";
        _clone.Write("data/loans.csv.dvc", text.Replace(before, after, StringComparison.Ordinal));

        var pull = await _clone.PullAsync("data/loans.csv");

        pull.Problems[0].ToString().ShouldStartWith("data/loans.csv.dvc:");
        pull.Problems.ShouldContain(x => x.Message.Contains(reason), string.Join('\n', pull.Problems));
    }

    [Theory]
    [InlineData("loans.csv", "loans.csv")]
    [InlineData("2024.csv", "2024.csv")]
    [InlineData("two words.csv", "two words.csv")]
    [InlineData("Käse.csv", "Käse.csv")]
    [InlineData("2024", "'2024'")]
    [InlineData("1e5", "'1e5'")]
    [InlineData("No", "'No'")]
    [InlineData("null", "'null'")]
    [InlineData("-x", "'-x'")]
    [InlineData("a: b #c", "'a: b #c'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("00000000000000000000000000000000", "'00000000000000000000000000000000'")]
    [InlineData("12345678901234567890123456789e12", "'12345678901234567890123456789e12'")]
    public void Scalar_ForAnyReader_IsAText(string text, string yaml)
    {
        PointerWriter.Scalar(text).ShouldBe(yaml);

        Manifest.ManifestReader.ReadNode(System.Text.Encoding.UTF8.GetBytes(yaml), "x").Value.Bind<string>().Value.ShouldBe(text);
    }

    public void Dispose() => _clone.Dispose();
}
