using Pipeline.Delivery.Builds;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>What the output of a project is made of, as MSBuild sees it.</summary>
public sealed class SourceClosuresTests : IDisposable
{
    private const string Library = """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{0}</ItemGroup></Project>""";

    private readonly TemporaryFolder _folder = new();

    public SourceClosuresTests()
    {
        _folder.Write("Directory.Build.props", """
            <Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        _folder.Write("Directory.Build.targets", """<Project><Import Project="eng/more.targets" /></Project>""");
        _folder.Write("eng/more.targets", "<Project />");
        _folder.Write("shared/one.cs", "class One;");
        _folder.Write("src/Server/Server.csproj", Library.Replace(
            "{0}", """<ProjectReference Include="../Core/Core.csproj" /><Compile Include="../../shared/*.cs" />"""));
        _folder.Write("src/Server/Server.cs", "class Server;");
        _folder.Write("src/Core/Core.csproj", Library.Replace("{0}", """<EmbeddedResource Include="text.txt" />"""));
        _folder.Write("src/Core/text.txt", "text");
        _folder.Write("src/Other/Other.csproj", Library.Replace("{0}", ""));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("src/Server/Server.cs", "its own source")]
    [InlineData("src/Server/New.cs", "a source that is new")]
    [InlineData("src/Core/text.txt", "a file of a project that it references")]
    [InlineData("src/Core/Core.csproj", "that project")]
    [InlineData("shared/one.cs", "a source from elsewhere")]
    [InlineData("shared/two.cs", "a new one that the pattern takes")]
    [InlineData("eng/more.targets", "what a setting imports")]
    [InlineData("src/Directory.Build.props", "a setting that is new")]
    [InlineData("global.json", "the SDK that is asked for")]
    [InlineData("nuget.config", "where packages come from")]
    public async Task Find_AfterAChange_IsAnother(string file, string what)
    {
        var before = await FindAsync();
        _folder.Write(file, Path.GetExtension(file) switch
        {
            ".csproj" => Library.Replace("{0}", ""),
            ".props" or ".targets" => "<Project><PropertyGroup><Changed>true</Changed></PropertyGroup></Project>",
            ".json" => """{"sdk": {"version": "10.0.100", "rollForward": "latestMajor"}}""",
            ".config" => "<configuration />",
            _ => "// changed",
        });
        if (file == "src/Directory.Build.props")
            _folder.Write(file, _folder.Read("Directory.Build.props"));

        var after = await FindAsync();

        after.Digest.ShouldNotBe(before.Digest, what);
    }

    [Fact]
    public async Task Find_WhatNoOutputIsMadeOf_ChangesNothing()
    {
        var before = await FindAsync();
        _folder.Write("src/Other/Other.cs", "class Other;");
        _folder.Write("src/Server/bin/Server.dll", "output");
        _folder.Write("src/Core/obj/Core.dll", "output");
        _folder.Write("src/Core/.idea/state.xml", "editor");
        _folder.Write("README.md", "text");

        var after = await FindAsync();

        after.ShouldBe(before);
    }

    [Fact]
    public async Task Find_InAnotherFolder_IsTheSame()
    {
        using var other = new TemporaryFolder();
        foreach (var file in _folder.Files)
            other.Write(file, _folder.Read(file));

        var here = await FindAsync();
        var there = await FindAsync(other);

        there.ShouldBe(here);
    }

    [Fact]
    public async Task Find_SourcesChanged_AsksMSBuildOnlyOnce()
    {
        await FindAsync();
        var kept = _folder.Files.Single(x => x.StartsWith(".nuke/temp/closures/", StringComparison.Ordinal)
            && x.EndsWith(".json", StringComparison.Ordinal));
        _folder.Write(kept, _folder.Read(kept).Replace("\"runtime\": \"1", "\"runtime\": \"kept 1", StringComparison.Ordinal));
        _folder.Write("src/Server/Server.cs", "class Changed;");

        var again = await FindAsync();
        _folder.Write("src/Server/Server.csproj", Library.Replace("{0}", ""));
        var asked = await FindAsync();

        again.Runtime.ShouldStartWith("kept 1");
        asked.Runtime.ShouldStartWith("1");
        asked.Sdk.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Find_AProjectThatIsNoXml_SaysWhatMSBuildSays()
    {
        _folder.Write("src/Core/Core.csproj", "<Project");

        var failure = await Should.ThrowAsync<UnreadableProjectException>(() => FindAsync());

        failure.Message.ShouldContain("Core.csproj");
        failure.Message.ShouldContain("error MSB4025");
    }

    public void Dispose() => _folder.Dispose();

    private Task<SourceClosure> FindAsync() => FindAsync(_folder);

    private static Task<SourceClosure> FindAsync(TemporaryFolder folder) =>
        new SourceClosures(folder.Path, folder[".nuke", "temp"]).FindAsync(folder["src", "Server", "Server.csproj"], Token);
}
