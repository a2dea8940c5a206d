"""What each of Slack's error codes means for what was to be said: never, in this channel's state, or later.

Source: Slack's documentation, the "Errors" table of each method that is called. A code that stands nowhere here may be
new or passing: it counts as "later", with a growing pause, and people are told when it lasts.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

Sort: TypeAlias = Literal["final", "gone", "channel", "limit", "operator", "later"]
"""`final`: asking again is useless. `gone`: the message can be edited no more, a new one takes its place. `channel`:
the channel's momentary state. `limit`: too often. `operator`: only who administers the workspace can mend it."""

_CODES: Mapping[Sort, str] = {
    "gone": "message_not_found cant_update_message edit_window_closed is_inactive block_mismatch",
    "channel": "is_archived not_in_channel channel_not_found channel_is_archived",
    "limit": "ratelimited rate_limited message_limit_exceeded",
    "operator": (
        "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope no_permission "
        "ekm_access_denied not_allowed_token_type access_denied org_login_required restricted_action "
        "restricted_action_read_only_channel restricted_action_non_threadable_channel "
        "restricted_action_thread_only_channel "
        "team_access_not_granted enterprise_is_restricted user_is_restricted_by_admin plan_upgrade_required "
        "accesslimited two_factor_setup_required org_level_email_display_disabled "
        "cannot_create_private_channel ura_max_channels"
    ),
    "final": (
        "invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long no_text too_many_attachments "
        "markdown_text_conflict invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data "
        "invalid_post_type missing_post_type invalid_json json_not_object invalid_metadata_format "
        "invalid_metadata_schema metadata_too_large metadata_must_be_sent_from_app unknown_method deprecated_endpoint "
        "method_deprecated method_not_supported_for_channel_type not_supported as_user_not_supported "
        "name_taken invalid_name invalid_name_maxlength invalid_name_punctuation invalid_name_required "
        "invalid_name_specials no_channel user_not_found users_not_found user_not_visible user_disabled user_is_bot "
        "user_is_restricted user_is_ultra_restricted cannot_dm_bot messages_tab_disabled invalid_users no_user "
        "too_many_users cant_invite cant_invite_self already_in_channel external_team_user failed_for_some_users "
        "failed_to_send_invites cant_kick_self cant_kick_from_general already_pinned not_pinnable no_pin too_many_pins "
        "no_item_specified bad_timestamp too_many_bookmarks invalid_link invalid_bookmark_type not_found too_long "
        "not_authorized invalid_ts_latest invalid_ts_oldest invalid_limit invalid_cursor invalid_types "
        "trigger_expired expired_trigger_id trigger_exchanged exchanged_trigger_id invalid_trigger_id hash_conflict "
        "view_too_large push_limit_reached duplicate_external_id file_not_found invalid_channel no_such_subteam "
        "length_too_long missing_argument upload_too_large"
    ),
}
SORT_OF: Mapping[str, Sort] = {code: sort for sort, codes in _CODES.items() for code in codes.split()}


def sort_of(error: str) -> Sort:
    """What a code of Slack's, or what stands in its place when nothing was answered, means."""
    return SORT_OF.get(error, "later")
