using System;
using System.Reflection;
using Serilog;

namespace Nuke.Common.ValueInjection;

/// <summary>An attribute that gives the member it stands on its value.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public abstract class ValueInjectionAttributeBase : Attribute
{
    public INukeBuild Build { get; internal set; }

    public virtual int Priority => 0;

    public virtual bool SuppressWarnings => false;

    public abstract object GetValue(MemberInfo member, object instance);

    /// <summary>The value, or null with a logged warning when it cannot be found.</summary>
    public object TryGetValue(MemberInfo member, object instance)
    {
        try
        {
            return GetValue(member, instance);
        }
        catch (Exception exception)
        {
            if (!SuppressWarnings)
                Log.Warning(exception, "Could not inject value for {Type}.{Member}", member.DeclaringType?.Name, member.Name);
            return null;
        }
    }

    protected T GetMemberValue<T>(string memberName, object instance) =>
        TryGetMember(memberName, instance, out var value)
            ? (T)value
            : throw new ArgumentException($"'{instance.GetType().Name}' has no member '{memberName}'.", nameof(memberName));

    protected T GetMemberValueOrNull<T>(string memberName, object instance) =>
        memberName is not null && TryGetMember(memberName, instance, out var value) ? (T)value : default;

    private static bool TryGetMember(string name, object instance, out object value)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic |
            BindingFlags.FlattenHierarchy;
        var type = instance.GetType();
        var field = type.GetField(name, Any);
        var property = type.GetProperty(name, Any);
        value = field is not null ? field.GetValue(instance) : property?.GetValue(instance);
        return field is not null || property is not null;
    }
}
