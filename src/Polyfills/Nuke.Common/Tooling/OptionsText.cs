using System;
using System.Globalization;
using Nuke.Common.IO;

namespace Nuke.Common.Tooling;

/// <summary>Values of options as command lines spell them, whatever the culture.</summary>
internal static class OptionsText
{
    public static string Of(object value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        IAbsolutePathHolder holder => holder.Path,
        Enum choice => EnumerationExtensions.TextOf(choice),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
