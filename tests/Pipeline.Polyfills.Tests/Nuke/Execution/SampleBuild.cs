using Pipeline.Testing;

namespace Pipeline.Polyfills.Nuke.Execution;

/// <summary>The recorded sample, compiled once against whatever assembly is named Nuke.Common here.</summary>
public sealed class SampleBuild : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _assembly;

    public SampleBuild()
    {
        var source = Repository.Shared("facts", "nuke", "Build.cs.txt");
        _folder.Write(".nuke/parameters.json", "{}");
        _folder.Write("build/Directory.Build.props", "<Project />");
        _folder.Write("build/Directory.Build.targets", "<Project />");
        _folder.Write("build/Directory.Packages.props", "<Project />");
        _folder.Write("build/Build.cs", File.ReadAllText(source));
        _folder.Write("build/_build.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <OutputPath>bin/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <InvariantGlobalization>true</InvariantGlobalization>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{AppContext.BaseDirectory}Nuke.*.dll;{AppContext.BaseDirectory}Serilog*.dll" />
                <Reference Include="{AppContext.BaseDirectory}Newtonsoft.Json.dll" />
              </ItemGroup>
            </Project>
            """);
        var compiled = Child.Run("dotnet", ["build", "build/_build.csproj", "--tl:off", "-v", "q", "--nologo"], _folder.Path);
        compiled.ExitCode.ShouldBe(0, compiled.Text);
        _assembly = Path.Combine(_folder.Path, "build", "bin", "_build.dll");
        Run("--help").ExitCode.ShouldBe(0, "The first run generates workflows and says so; the recorded ones found them there.");
    }

    public string Root => _folder.Path;

    internal Child Run(string arguments, params (string, string?)[] variables) =>
        Child.Run("dotnet", [_assembly, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], Root, variables);

    internal void Write(string name, string text) => _folder.Write(name, text);

    internal string Read(string name) => _folder.Read(name);

    public void Dispose() => _folder.Dispose();
}
