namespace Pipeline.Targets.Tests.Bootstrap;

/// <summary>A clone that the real compiler has compiled once; its feed carries nothing.</summary>
public sealed class CompiledClone : IAsyncLifetime
{
    private const string Library =
        """
        <Project Sdk="Microsoft.NET.Sdk">
          <ItemGroup>
            {0}
          </ItemGroup>
        </Project>
        """;

    internal Clone Clone { get; } = Clone.Create(BuildScript.Bash);

    public async ValueTask InitializeAsync()
    {
        Clone.Write("feed/empty.txt", "");
        Clone.Variables["NUGET_PACKAGES"] = Clone.PathOf("packages");
        Clone.Write("nuget.config",
            """<configuration><packageSources><clear /><add key="empty" value="feed" /></packageSources></configuration>""");
        Clone.Write("src/Pipeline.Core/Pipeline.Core.csproj", Library.Replace(
            "{0}", "<EmbeddedResource Include=\"../../docs/words.txt\" />"));
        Clone.Write("src/Pipeline.Targets/Pipeline.Targets.csproj",
            Library.Replace("{0}", "<ProjectReference Include=\"../Pipeline.Core/Pipeline.Core.csproj\" />"));
        Clone.Write("src/Pipeline.Distribution/Pipeline.Distribution.csproj", Library.Replace("{0}", ""));
        Clone.Write("src/Pipeline.Serving/Pipeline.Serving.csproj", Library.Replace("{0}", ""));
        Clone.Write("docs/words.txt", "hello\n");
        Clone.Write("build/Build.cs",
            """
            Console.WriteLine(Pipeline.Word.Spoken);
            foreach (var argument in args)
                Console.WriteLine($"<{argument}>");
            return args.Length;
            """ + "\n");
        var outcome = await Clone.RunAsync();
        outcome.ExitCode.ShouldBe(0, outcome.Errors);
    }

    public ValueTask DisposeAsync()
    {
        Clone.Dispose();
        return ValueTask.CompletedTask;
    }
}
