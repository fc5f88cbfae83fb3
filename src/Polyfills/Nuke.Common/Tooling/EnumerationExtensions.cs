using System;
using System.Reflection;

namespace Nuke.Common.Tooling;

public static class EnumerationExtensions
{
    /// <summary>How the member is spelled by its <see cref="EnumValueAttribute" />, else its name.</summary>
    public static string GetValue<T>(this T value) where T : Enum => TextOf(value);

    internal static string TextOf(Enum value) =>
        value.GetType().GetField(value.ToString())?.GetCustomAttribute<EnumValueAttribute>()?.Value ?? value.ToString();
}
