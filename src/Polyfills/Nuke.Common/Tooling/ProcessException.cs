using System;
using System.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

/// <summary>A process ended with an exit code other than zero.</summary>
public class ProcessException(IProcess process) : Exception(Describe(process))
{
    private const int ShownErrors = 20;

    public int ExitCode { get; } = process.ExitCode;

    private static string Describe(IProcess process)
    {
        var errors = process.Output.Where(x => x.Type == OutputType.Err).Select(x => $"   {x.Text}").ToList();
        return new[]
            {
                $"Process '{System.IO.Path.GetFileName(process.FileName)}' exited with code {process.ExitCode}.",
                $"   > {Quoting.ArgumentIfNeeded(process.FileName)} {process.Arguments}",
                $"   @ {process.WorkingDirectory}",
            }
            .Concat(errors.Count > ShownErrors ? [$"   ({errors.Count - ShownErrors} more lines of error output)"] : [])
            .Concat(errors.TakeLast(ShownErrors))
            .JoinNewLine();
    }
}
