namespace Pipeline.Targets.Secrets;

/// <summary>A secret stays secret wherever it comes from and whatever a target does with it.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Secret = "s3cr3t/with \"quotes\"";

    private readonly StrictRun _build = new();

    [Fact]
    public void Secret_OnCommandLine_IsNowhere()
    {
        var run = _build.RunWith(["Leak", "--registry-token", Secret]);

        run.ExitCode.ShouldBe(255);
        ShouldBeClean(run.Text);
        ShouldBeClean(LogFiles());
        run.Output.ShouldContain("token is ***");
        run.Output.ShouldContain("plain ***");
        run.Error.ShouldContain("error ***");
    }

    [Fact]
    public void Secret_InEnvironment_IsNowhere()
    {
        var run = _build.Run("Leak", ("NUKE_REGISTRY_TOKEN", Secret));

        ShouldBeClean(run.Text);
        ShouldBeClean(LogFiles());
    }

    [Fact]
    public void Secret_InParametersFile_IsNowhereElse()
    {
        _build.Write(".nuke/parameters.json", $$"""{ "RegistryToken": {{System.Text.Json.JsonSerializer.Serialize(Secret)}} }""");

        var run = _build.Run("Leak");

        ShouldBeClean(run.Text);
        ShouldBeClean(LogFiles());
        ShouldBeClean(_build.Read(".nuke/build.schema.json"));
    }

    [Fact]
    public void Secret_OnGitHubActions_IsMaskedByTheHostToo()
    {
        _build.Write("summary.md", "");

        var run = _build.RunWith(
            ["Leak", "--registry-token", Secret],
            ("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", Path.Combine(_build.Root, "summary.md")));

        var mask = run.Output.Split('\n')[0];
        mask.ShouldBe($"::add-mask::{Secret}");
        ShouldBeClean(run.Output[mask.Length..]);
        ShouldBeClean(_build.Read("summary.md"));
        _build.Read("summary.md").ShouldContain("summary ***");
    }

    [Theory]
    [InlineData("abc def", "abc%20def")]
    [InlineData("abc def", "YWJjIGRlZg==")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    [InlineData("line one\nline two", "line two")]
    public void Redact_SecretInAnotherForm_IsReplaced(string secret, string form)
    {
        var redactor = new SecretRedactor();

        redactor.Add(secret);

        redactor.Redact($"before {form} after").ShouldBe("before *** after");
    }

    [Fact]
    public void Redact_SecretInsideAnother_LeavesNothing()
    {
        var redactor = new SecretRedactor();

        redactor.Add("key");
        redactor.Add("key-and-more");

        redactor.Redact("key-and-more, key").ShouldBe("***, ***");
    }

    [Fact]
    public void Writer_TextThatIsNoSecret_GoesOutAtOnce()
    {
        var redactor = new SecretRedactor();
        redactor.Add("secret");
        using var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, redactor);

        writer.Write("Your name: ");

        inner.ToString().ShouldBe("Your name: ");
    }

    [Fact]
    public void Writer_WithoutSecrets_LetsEverythingOut()
    {
        using var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, new SecretRedactor());

        writer.Write("a");
        writer.Write("");
        writer.Write("b");

        inner.ToString().ShouldBe("ab");
    }

    [Theory]
    [InlineData("se", "cret", "***")]
    [InlineData("s", "now", "snow")]
    [InlineData("ab", "x", "***x")]
    [InlineData("secret s", "ecret", "*** ***")]
    [InlineData("key", "-and-more", "***")]
    [InlineData("key", " alone", "*** alone")]
    [InlineData("line one\nli", "ne two", "***")]
    public void Writer_TwoPieces_AreOneText(string first, string second, string expected)
    {
        var redactor = new SecretRedactor();
        Array.ForEach(["ab", "bc", "secret", "key", "key-and-more", "line one\nline two"], redactor.Add);
        using var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, redactor);

        writer.Write(first);
        writer.Write(second);
        writer.Flush();

        inner.ToString().ShouldBe(expected);
    }

    [Fact]
    public void Writer_SecretInPieces_IsReplaced()
    {
        var redactor = new SecretRedactor();
        redactor.Add("secret");
        using var inner = new StringWriter();
        using var writer = new RedactingWriter(inner, redactor);

        writer.Write("a sec");
        writer.Write("ret b");
        writer.WriteLine();

        inner.ToString().ShouldBe($"a *** b{Environment.NewLine}");
    }

    public void Dispose() => _build.Dispose();

    private static void ShouldBeClean(string text)
    {
        text.ShouldNotContain("s3cr3t");
        text.ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)));
    }

    private string LogFiles() => string.Concat(
        Directory.GetFiles(Path.Combine(_build.Root, ".nuke", "temp"), "*.log").Select(File.ReadAllText));
}
