namespace Pipeline.Targets.CommandLine;

/// <summary>How a build is called, before the engine lists its targets and parameters.</summary>
internal static class Usage
{
    public static bool IsAskedFor(IReadOnlyList<string> arguments) =>
        arguments.Any(x => x.StartsWith('-') && Names.Plain(x) == "help");

    public static string Text(BuildSurface surface)
    {
        var target = surface.Targets.Contains("Release") ? "Release" : surface.Targets[0];
        return $"""
            Usage: ./build.sh [targets] [--parameter value]...

              ./build.sh {target,-20} runs a target and what it depends on
              ./build.sh {target + " --plan",-20} shows what would run, and runs nothing
              ./build.sh {target + " --skip",-20} runs the target alone

            Parameters may also come from the environment (NUKE_ and the name, as
            NUKE_MODEL) or from .nuke/parameters.json, in this order of precedence.

            """;
    }
}
