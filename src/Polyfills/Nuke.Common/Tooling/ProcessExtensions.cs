using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tooling;

public static class ProcessExtensions
{
    /// <summary>Waits for the end, which must come before the timeout.</summary>
    public static IProcess AssertWaitForExit(this IProcess process)
    {
        var exited = process.NotNull().WaitForExit();
        Assert.True(exited, $"Process '{process.FileName}' was killed, as it ran longer than its timeout.");
        return process;
    }

    /// <summary>Waits for the end, which must come before the timeout and with exit code zero.</summary>
    /// <exception cref="ProcessException">The exit code is another.</exception>
    public static IProcess AssertZeroExitCode(this IProcess process)
    {
        process.AssertWaitForExit();
        return process.ExitCode == 0 ? process : throw new ProcessException(process);
    }

    /// <summary>Fails if there is anything on the error stream.</summary>
    public static IReadOnlyCollection<Output> EnsureOnlyStd(this IReadOnlyCollection<Output> output)
    {
        var errors = output.Where(x => x.Type == OutputType.Err).Select(x => x.Text).ToList();
        Assert.Empty(errors, $"Expected no error output, but there was: {errors.JoinNewLine()}");
        return output;
    }

    public static string StdToText(this IEnumerable<Output> output) =>
        output.Where(x => x.Type == OutputType.Std).Select(x => x.Text).JoinNewLine();

    public static JObject StdToJson(this IEnumerable<Output> output) => output.StdToJson<JObject>();

    public static T StdToJson<T>(this IEnumerable<Output> output) => output.StdToText().GetJson<T>();
}
