using System;

namespace Nuke.Common.ValueInjection;

/// <summary>A value that was passed for a parameter does not fit its type.</summary>
internal sealed class ParameterException(string name, string reason, CommandLine commandLine)
    : Exception($"Resolving argument '{name}' failed.{Environment.NewLine}{reason}{Environment.NewLine}{commandLine}");
